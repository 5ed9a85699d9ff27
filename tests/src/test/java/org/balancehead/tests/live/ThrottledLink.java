package org.balancehead.tests.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A port that leads to another one, and lets only so many bytes a second come back from there; for one connection. */
final class ThrottledLink implements AutoCloseable {
    private static final int BUFFER = 4096; // what the kernel may hold of it; it takes about twice that
    private static final int PIECE = 512;

    private final ServerSocket entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket beyond = new Socket();
    private final int port;
    private volatile double bytesPerSecond;

    ThrottledLink(int port, double bytesPerSecond) throws IOException {
        this.port = port;
        this.bytesPerSecond = bytesPerSecond;
        start(this::serve);
    }

    int port() {
        return entrance.getLocalPort();
    }

    void carry(double bytes) {
        bytesPerSecond = bytes;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        beyond.close();
    }

    private void serve() throws IOException {
        try (Socket client = entrance.accept()) {
            client.setTcpNoDelay(true);
            client.setSendBufferSize(BUFFER);
            beyond.setReceiveBufferSize(BUFFER);
            beyond.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            start(() -> client.getInputStream().transferTo(beyond.getOutputStream()));
            trickle(beyond.getInputStream(), client.getOutputStream());
        }
    }

    private void trickle(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[PIECE];
        long due = System.nanoTime();
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            due = Math.max(due, System.nanoTime()) + Math.round(read * 1e9 / bytesPerSecond);
            LockSupport.parkNanos(due - System.nanoTime());
            to.write(piece, 0, read);
        }
    }

    private static void start(Traffic traffic) {
        Thread thread = new Thread(
                () -> {
                    try {
                        traffic.run();
                    } catch (IOException over) {
                        // one end is closed, and so is the link
                    }
                },
                "throttled-link");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Traffic {
        void run() throws IOException;
    }
}
