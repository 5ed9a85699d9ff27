package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.hostile.HostileFrames;
import org.balancehead.protocol.hostile.HostileTexts;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Ten thousand messages of clients that mean no good, over real sockets: each is answered with its code, the server
 * holds no more memory after them than before, and a visitor beside them notices nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputIT {
    private static final long SEED = 20_261_127;
    private static final int TEXTS = 5_940;
    private static final int FRAMES = 3_200;
    private static final int PICTURES = 400;
    private static final int ROUNDS_OF_ENDINGS = 30;

    /** Answers that may wait for a client are bounded: so many are sent before they are read. */
    private static final int AT_ONCE = 30;

    /** Below the burst that one socket may send. */
    private static final int FRAMES_A_SOCKET = 400;

    private static final long MOST_LEFT_BYTES = 16 << 20;
    private static final int MAX_FRAME_BYTES = 64 << 10;
    private static final int MAX_TEXT_BYTES = 8 << 10;
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final String HELLO = "{\"type\":\"hello\"}";

    private final FakeServer live = new FakeServer(settings(10_000, 240));
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final MessageCodec codec = new MessageCodec(MAX_TEXT_BYTES);

    @AfterAll
    void stop() {
        live.close();
    }

    @Test
    void answersEachOfTenThousandMessagesByItsCodeAndDisturbsNobody() throws Exception {
        try (Neighbour neighbour = new Neighbour(live.connect())) {
            sendTexts(AT_ONCE);
            sendHeaders(AT_ONCE);
            long before = usedBytes();

            sendTexts(TEXTS);
            sendHeaders(FRAMES);
            sendPictures(PICTURES);
            int endings = 0;
            for (int round = 0; round < ROUNDS_OF_ENDINGS; round++) {
                endings += sendEndings();
            }

            awaitSessions(1);
            long left = usedBytes() - before;
            int messages = TEXTS + FRAMES + PICTURES + endings;
            System.out.printf(
                    "seed %d: %d hostile messages, %d views for the visitor beside them, %.1f MB left%n",
                    SEED, messages, neighbour.views(), left / 1e6);
            assertThat(messages).isGreaterThanOrEqualTo(10_000);
            assertThat(left).isLessThan(MOST_LEFT_BYTES);
            neighbour.assertUndisturbed();
        }
        awaitSessions(0);
    }

    /**
     * What the protocol's text says of each, word for word; a refused one is passed over, and the next is looked at.
     */
    @Test
    void answersEachMistakeByTheCodeThatTheProtocolNames() {
        Map<String, String> mistakes = new LinkedHashMap<>();
        mistakes.put("", "bad-json");
        mistakes.put("nonsense", "bad-json");
        mistakes.put("null", "bad-json");
        mistakes.put("42", "bad-json");
        mistakes.put("\"ping\"", "bad-json");
        mistakes.put("[{\"type\":\"ping\",\"id\":1}]", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":1", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":\"1", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":1}}", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":1} {\"type\":\"ping\",\"id\":2}", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":1,\"id\":1}", "bad-json");
        mistakes.put("{\"type\":\"keyframe\",\"type\":\"bye\"}", "bad-json");
        mistakes.put("{type:\"ping\",id:1}", "bad-json");
        mistakes.put("{'type':'ping','id':1}", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":NaN}", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":" + "1".repeat(100) + "}", "bad-json");
        mistakes.put("{\"type\":\"ping\",\"id\":1,\"x\":" + "[".repeat(50) + "]".repeat(50) + "}", "bad-json");
        mistakes.put("{\"type\":\"pong\",\"id\":1}", "unknown-type");
        mistakes.put("{\"type\":\"PING\",\"id\":1}", "unknown-type");
        mistakes.put("{\"type\":\"\"}", "unknown-type");
        mistakes.put("{\"type\":\"" + "x".repeat(5000) + "\"}", "unknown-type");
        mistakes.put("{}", "bad-field");
        mistakes.put("{\"type\":null}", "bad-field");
        mistakes.put("{\"type\":7}", "bad-field");
        mistakes.put("{\"type\":[\"ping\"]}", "bad-field");
        mistakes.put("{\"type\":\"ping\"}", "bad-field");
        mistakes.put("{\"type\":\"ping\",\"id\":1.5}", "bad-field");
        mistakes.put("{\"type\":\"ping\",\"id\":{\"a\":1}}", "bad-field");
        mistakes.put("{\"type\":\"ping\",\"id\":9223372036854775808}", "bad-field");
        mistakes.put("{\"type\":\"ping\",\"id\":\"" + "x".repeat(1000) + "\"}", "bad-field");
        mistakes.put("{\"type\":\"credit\"}", "bad-field");
        mistakes.put("{\"type\":\"credit\",\"frames\":0}", "bad-field");
        mistakes.put("{\"type\":\"credit\",\"frames\":-1}", "bad-field");
        mistakes.put("{\"type\":\"credit\",\"frames\":33}", "bad-field");
        mistakes.put("{\"type\":\"credit\",\"frames\":4294967297}", "bad-field");
        mistakes.put("{\"type\":\"credit\",\"frames\":\"1\"}", "bad-field");
        mistakes.put("{\"type\":\"credit\",\"frames\":true}", "bad-field");
        mistakes.put("{\"type\":\"ack\",\"sequence\":-1,\"shownAt\":0}", "bad-field");
        mistakes.put("{\"type\":\"ack\",\"sequence\":4294967296,\"shownAt\":0}", "bad-field");
        mistakes.put("{\"type\":\"view\",\"mode\":\"upside-down\"}", "bad-field");
        mistakes.put("{\"type\":\"view\",\"mode\":\"fixed\",\"yaw\":180.5}", "bad-field");
        mistakes.put("{\"type\":\"view\",\"mode\":\"fixed\",\"pitch\":-61}", "bad-field");
        mistakes.put("{\"type\":\"view\",\"mode\":\"fixed\",\"zoom\":1e999}", "bad-field");
        mistakes.put("{\"type\":\"export\",\"format\":\"exe\"}", "bad-field");
        mistakes.put("{\"type\":\"hello\"}", "hello-repeated");
        mistakes.put("{\"type\":\"hello\",\"size\":\"256\"}", "bad-field");
        mistakes.put("{\"type\":\"hello\",\"codecsUp\":\"jpeg\"}", "bad-field");
        mistakes.put("{\"type\":\"hello\",\"client\":\"" + "x".repeat(2000) + "\"}", "bad-field");
        Map<String, String> found = new LinkedHashMap<>();
        try (StreamClient client = live.connect()) {
            client.greet();
            mistakes.keySet().forEach(text -> {
                client.sayText(text);
                found.put(text, problem(client));
            });
        }

        assertThat(found).isEqualTo(mistakes);
    }

    /** Headers of 28 bytes, written by hand after the protocol's table. */
    @Test
    void answersEachMistakenHeaderByTheCodeThatTheProtocolNames() {
        String right = "01 01 01 01  01000000  0000000000000000  4000 3000  00000000 00000000";
        Map<String, String> mistakes = new LinkedHashMap<>();
        mistakes.put("", "no bytes");
        mistakes.put("01 01 01", "cut in the header");
        mistakes.put(right, "no picture");
        mistakes.put(right.replaceFirst("01 01 01 01", "00 01 01 01") + "ff", "version 0");
        mistakes.put(right.replaceFirst("01 01 01 01", "02 01 01 01") + "ff", "version 2");
        mistakes.put(right.replaceFirst("01 01 01 01", "01 00 01 01") + "ff", "kind 0");
        mistakes.put(right.replaceFirst("01 01 01 01", "01 02 01 01") + "ff", "a view");
        mistakes.put(right.replaceFirst("01 01 01 01", "01 01 00 01") + "ff", "codec 0");
        mistakes.put(right.replaceFirst("01 01 01 01", "01 01 09 01") + "ff", "codec 9");
        mistakes.put(right.replaceFirst("0000000000000000", "ffffffffffffffff") + "ff", "a time below 0");
        mistakes.put(right.replaceFirst("4000 3000", "0000 3000") + "ff", "no width");
        mistakes.put(right.replaceFirst("4000 3000", "4000 0000") + "ff", "no height");
        mistakes.put(right + "ff", "a picture of one byte");
        Map<String, String> found = new LinkedHashMap<>();
        try (StreamClient client = live.connect()) {
            client.greet();
            mistakes.forEach((header, what) -> {
                client.sendBytes(HexFormat.of().parseHex(header.replace(" ", "")));
                found.put(what, problem(client));
            });
        }

        assertThat(found)
                .hasSize(mistakes.size())
                .allSatisfy((what, code) -> assertThat(code).as(what).isEqualTo("bad-frame"));
    }

    private static String problem(StreamClient client) {
        return client.await(ServerMessage.Problem.class).code().wireName();
    }

    @Test
    void endsClientsThatSendMoreThanIsAllowed() throws IOException {
        try (FakeServer strict = new FakeServer(settings(20, 10));
                StreamClient first = strict.connect();
                RawSocket chatter = RawSocket.connect(strict.port());
                RawSocket flood = RawSocket.connect(strict.port())) {
            first.greet();
            chatter.sendText(HELLO);
            flood.sendText(HELLO);
            HostileFrames frames = new HostileFrames(random, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            for (int i = 0; i < 60; i++) {
                chatter.sendText("{\"type\":\"keyframe\"}");
                flood.send(RawSocket.BINARY, true, frames.sound());
            }

            assertThat(chatter.awaitClose()).isEqualTo(OptionalInt.of(1008));
            assertThat(flood.awaitClose()).isEqualTo(OptionalInt.of(1008));
            first.say(new ClientMessage.Ping("1"));
            assertThat(first.await(ServerMessage.Pong.class).idJson()).isEqualTo("1");
        }
    }

    /** Those that a session survives; what each must be answered is known before. */
    private void sendTexts(int count) {
        HostileTexts texts = new HostileTexts(random);
        try (StreamClient client = live.connect()) {
            client.greet();
            for (int sent = 0; sent < count; sent += AT_ONCE) {
                List<ErrorCode> expected = new ArrayList<>();
                while (expected.size() < AT_ONCE) {
                    String text = texts.next();
                    if (StandardCharsets.UTF_8.newEncoder().canEncode(text)
                            && codec.parse(text) instanceof Parsed.Refused<ClientMessage> refused
                            && !refused.code().fatal()) {
                        expected.add(refused.code());
                        client.sayText(text);
                    }
                }
                assertThat(problems(client, AT_ONCE)).isEqualTo(expected);
            }
        }
    }

    private void sendHeaders(int count) {
        HostileFrames frames = new HostileFrames(random, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
        for (int sent = 0; sent < count; sent += FRAMES_A_SOCKET) {
            try (StreamClient client = live.connect()) {
                client.greet();
                for (int here = 0; here < Math.min(FRAMES_A_SOCKET, count - sent); here += AT_ONCE) {
                    for (int i = 0; i < AT_ONCE; i++) {
                        byte[] bytes = frames.withBadHeader();
                        client.sendInPieces(bytes, i % 5 == 0 ? Math.max(1, bytes.length / 4) : bytes.length);
                    }
                    assertThat(problems(client, AT_ONCE)).containsOnly(ErrorCode.BAD_FRAME);
                }
            }
        }
    }

    /** One after the other: of two that wait the newer replaces the older. */
    private void sendPictures(int count) {
        HostileFrames frames = new HostileFrames(random, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
        for (int sent = 0; sent < count; sent += FRAMES_A_SOCKET) {
            try (StreamClient client = live.connect()) {
                client.greet();
                for (int i = 0; i < Math.min(FRAMES_A_SOCKET, count - sent); i++) {
                    client.sendBytes(frames.withBrokenPicture());
                    assertThat(problems(client, 1)).containsExactly(ErrorCode.BAD_FRAME);
                }
            }
        }
    }

    private static List<ErrorCode> problems(StreamClient client, int count) {
        List<ErrorCode> codes = new ArrayList<>();
        while (codes.size() < count) {
            codes.add(client.await(ServerMessage.Problem.class).code());
        }
        return codes;
    }

    /** What ends the one who sends it, each on a socket of its own; returns how many. */
    private int sendEndings() throws IOException {
        Map<String, Integer> expected = new LinkedHashMap<>();
        Map<String, Integer> found = new LinkedHashMap<>();
        for (Ending ending : endings()) {
            try (RawSocket socket = RawSocket.connect(live.port())) {
                ending.sender().send(socket);
                expected.put(ending.what(), ending.closeCode());
                found.put(ending.what(), socket.awaitClose().orElse(0));
            }
        }
        assertThat(found).isEqualTo(expected);
        return expected.size();
    }

    private List<Ending> endings() {
        byte[] tooLarge = frame(Codec.JPEG, 64, 48, new byte[MAX_FRAME_BYTES]);
        String longText = "{\"type\":\"ping\",\"id\":\"" + "x".repeat(MAX_TEXT_BYTES) + "\"}";
        return List.of(
                new Ending("a message before hello", 1008, socket -> socket.sendText("{\"type\":\"keyframe\"}")),
                new Ending("nonsense, then a frame before hello", 1008, socket -> {
                    socket.sendText("nonsense");
                    socket.send(RawSocket.BINARY, true, frame(Codec.JPEG, 64, 48, FRONTAL));
                }),
                new Ending(
                        "a hello without a common codec",
                        1008,
                        socket -> socket.sendText("{\"type\":\"hello\",\"codecsUp\":[\"vp8\"]}")),
                new Ending("a frame of a codec that was not agreed", 1008, greeted(frame(Codec.PNG, 64, 48, FRONTAL))),
                new Ending("a text too long", 1009, socket -> socket.sendText(longText)),
                new Ending("a text too long in pieces", 1009, socket -> {
                    byte[] bytes = longText.getBytes(StandardCharsets.UTF_8);
                    socket.send(RawSocket.TEXT, false, Arrays.copyOf(bytes, 5000));
                    socket.send(RawSocket.CONTINUATION, false, Arrays.copyOfRange(bytes, 5000, 8000));
                    socket.send(RawSocket.CONTINUATION, true, Arrays.copyOfRange(bytes, 8000, bytes.length));
                }),
                new Ending("a frame too large", 1009, greeted(tooLarge)),
                new Ending("a frame too large in pieces that never end", 1009, socket -> {
                    socket.sendText(HELLO);
                    socket.send(RawSocket.BINARY, false, tooLarge);
                    socket.send(RawSocket.CONTINUATION, false, new byte[1000]);
                }),
                new Ending("a frame of too many pixels", 1009, greeted(frame(Codec.JPEG, 65_535, 65_535, FRONTAL))),
                new Ending(
                        "a hundred megapixels in 50 KB", 1009, greeted(frame(Codec.JPEG, 64, 48, hundredMegapixels()))),
                new Ending(
                        "broken UTF-8",
                        1007,
                        socket -> socket.send(RawSocket.TEXT, true, new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'})),
                new Ending(
                        "a frame without a mask", 1002, socket -> socket.sendFrame(0x81, false, new byte[] {'{', '}'})),
                new Ending("a reserved bit", 1002, socket -> socket.sendFrame(0xc1, true, new byte[] {'{', '}'})),
                new Ending("a reserved opcode", 1002, socket -> socket.sendFrame(0x83, true, new byte[] {1})),
                new Ending(
                        "a piece of no message",
                        1002,
                        socket -> socket.send(RawSocket.CONTINUATION, true, new byte[9])),
                new Ending("a ping in pieces", 1002, socket -> socket.send(RawSocket.PING, false, new byte[1])),
                new Ending("a ping too long", 1002, socket -> socket.send(RawSocket.PING, true, new byte[200])),
                new Ending("bye", 1000, socket -> {
                    socket.sendText(HELLO);
                    socket.sendText("{\"type\":\"bye\"}");
                }));
    }

    private static Sender greeted(byte[] binary) {
        return socket -> {
            socket.sendText(HELLO);
            socket.send(RawSocket.BINARY, true, binary);
        };
    }

    private static byte[] frame(Codec pictureCodec, int width, int height, byte[] payload) {
        return FrameCodec.encode(new Frame(
                new FrameHeader(FrameKind.CAMERA, pictureCodec, true, false, 1, 1, width, height, 0, 0), payload));
    }

    /** A JPEG that says that it has 10000×10000 pixels, and has the bytes of a small one. */
    private static byte[] hundredMegapixels() {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(FRONTAL, 0, FRONTAL.length - 2);
        bomb.writeBytes(new byte[50_000 - FRONTAL.length]);
        bomb.write(FRONTAL, FRONTAL.length - 2, 2);
        byte[] bytes = bomb.toByteArray();
        for (int i = 0; i < FRONTAL.length - 9; i++) {
            if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xc0) {
                bytes[i + 5] = bytes[i + 7] = (byte) (10_000 >> 8);
                bytes[i + 6] = bytes[i + 8] = (byte) 10_000;
                return bytes;
            }
        }
        throw new AssertionError("The picture has no baseline header.");
    }

    private void awaitSessions(int open) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (live.metrics().sessions().open() != open && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(live.metrics().sessions().open()).isEqualTo(open);
    }

    private static SessionSettings settings(int messages, int frames) {
        return FakeServer.settings(Map.of(
                "capture-period", "10 ms",
                "resume-window", "0 s",
                "openings-per-minute", 100_000,
                "max-messages-per-second", messages,
                "max-fps", frames,
                "max-frame-bytes", MAX_FRAME_BYTES,
                "max-text-bytes", MAX_TEXT_BYTES));
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** What a client does to be ended, and how. */
    private record Ending(String what, int closeCode, Sender sender) {}

    @FunctionalInterface
    private interface Sender {
        void send(RawSocket socket) throws IOException;
    }
}
