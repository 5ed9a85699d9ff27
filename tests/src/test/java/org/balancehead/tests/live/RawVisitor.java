package org.balancehead.tests.live;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.MessageCodec;

/**
 * A visitor on a bare socket, who can do what well-bred clients cannot: read a refusal's body, reset the connection,
 * keep silent. Confined to one thread.
 */
final class RawVisitor implements AutoCloseable {
    private static final MessageCodec CODEC = new MessageCodec(1 << 20);
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int MASKED = 0x80;
    private static final int LENGTH_FOLLOWS = 126;
    private static final int CLOSE = 0x88;

    private final Socket socket;
    private final DataInputStream in;
    private final String head;
    private final Duration took;

    /** Connects and asks for a session. */
    RawVisitor(int port) throws IOException {
        long began = System.nanoTime();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(Patience.LONG.toMillis()));
        in = new DataInputStream(socket.getInputStream());
        String request = """
                GET /v1/stream HTTP/1.1
                Host: localhost
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Protocol: balancehead.v1

                """.replace("\n", "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        head = readHead();
        took = Duration.ofNanos(System.nanoTime() - began);
    }

    /** The status of the answer; 101 when there is a session. */
    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    /** The answer's status line and headers, as they came. */
    String head() {
        return head;
    }

    /** From the connection to the answer. */
    Duration took() {
        return took;
    }

    /** The body of a refusal. */
    String body() throws IOException {
        String length = head.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .findFirst()
                .orElseThrow()
                .substring(15)
                .strip();
        return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }

    void say(ClientMessage message) throws IOException {
        send(TEXT, CODEC.write(message).getBytes(StandardCharsets.UTF_8));
    }

    void show(byte[] jpeg) throws IOException {
        FrameHeader header = new FrameHeader(
                FrameKind.CAMERA, Codec.JPEG, true, false, 1, 1, FakeServer.WIDTH, FakeServer.HEIGHT, 0, 0);
        send(BINARY, FrameCodec.encode(new Frame(header, jpeg)));
    }

    /** Reads until a message of that type came. */
    void await(String type) throws IOException {
        String wanted = "\"type\":\"%s\"".formatted(type);
        while (!next().contains(wanted)) {}
    }

    /** Reads until the server closes; returns the code. */
    int awaitClose() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            if (first == CLOSE) {
                return ByteBuffer.wrap(payload).getShort();
            }
        }
    }

    /** Cuts the connection so that the other side sees a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String next() throws IOException {
        in.readUnsignedByte();
        return new String(payload(), StandardCharsets.UTF_8);
    }

    private byte[] payload() throws IOException {
        int length = in.readUnsignedByte();
        if (length == LENGTH_FOLLOWS) {
            length = in.readUnsignedShort();
        } else if (length > LENGTH_FOLLOWS) {
            length = Math.toIntExact(in.readLong());
        }
        return in.readNBytes(length);
    }

    /** With a mask of zeros, which leaves the payload as it is. */
    private void send(int opcode, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) opcode);
        if (payload.length < LENGTH_FOLLOWS) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | LENGTH_FOLLOWS)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            text.write(in.readUnsignedByte());
        }
        return text.toString(StandardCharsets.US_ASCII);
    }
}
