package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.server.load.MetricsText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that never say what they want are closed, and those of one address keep no other address out. */
class MuteConnectionsIT {
    private static final byte MANY = 2;
    private static final byte OTHER = 3;
    private static final String OK = "HTTP/1.1 200 OK";
    private static final int PLACES = 12;
    private static final int OF_ONE_ADDRESS = 8;
    private static final int SOCKETS = 40;

    private final List<Socket> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : opened) {
            socket.close();
        }
    }

    @Test
    void thoseOfOneAddressKeepNobodyElseOut() throws Exception {
        try (WholeServer server = server(Map.of("request-deadline", "5 minutes"))) {
            List<Socket> mute = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                mute.add(open(MANY, server.port()));
            }
            int tooMany = SOCKETS - OF_ONE_ADDRESS;
            Patience.until(
                    "all but a few are closed",
                    () -> mute.stream().filter(MuteConnectionsIT::isClosed).count() >= tooMany);
            String health = get(OTHER, server.port(), "healthz");

            assertThat(health).startsWith(OK);
            assertThat(mute.stream().filter(MuteConnectionsIT::isClosed)).hasSize(tooMany);
            assertThat(refused(server)).containsEntry("address-connections", (double) tooMany);
            closeAll();
            Patience.until(
                    "the address may come again",
                    () -> get(MANY, server.port(), "healthz").startsWith(OK));
        }
    }

    @Test
    void upgradedSocketsAreNotCounted() throws Exception {
        try (WholeServer server = server(Map.of("max-connections-per-address", 1));
                StreamClient first = StreamClient.connectWhenReady(server.port());
                StreamClient second = StreamClient.connectWhenReady(server.port());
                StreamClient third = StreamClient.connectWhenReady(server.port())) {
            for (StreamClient client : List.of(first, second, third)) {
                client.greet();
                client.say(new ClientMessage.Ping("1"));
                client.await(ServerMessage.Pong.class);
            }
        }
    }

    @Test
    void trustedProxiesMayHaveAnyNumber() throws Exception {
        try (WholeServer server =
                server(Map.of("max-connections-per-address", 1, "trusted-proxies", List.of("127.0.0." + MANY)))) {
            List<Socket> mute = new ArrayList<>();
            for (int i = 0; i < OF_ONE_ADDRESS; i++) {
                mute.add(open(MANY, server.port()));
            }

            assertThat(get(MANY, server.port(), "healthz")).startsWith(OK);
            assertThat(mute).noneMatch(MuteConnectionsIT::isClosed);
            assertThat(refused(server)).containsEntry("address-connections", 0.0);
        }
    }

    @Test
    void oneThatDripsItsRequestIsClosedAtTheDeadline() throws Exception {
        try (WholeServer server = server(Map.of("request-deadline", "2 s"))) {
            int dripped = drip(open(MANY, server.port()));

            System.out.printf("closed after %d bytes of a request%n", dripped);
            assertThat(refused(server)).containsEntry("late-request", 1.0);
        }
    }

    @Test
    void oneThatDripsItsSecondRequestIsClosedToo() throws Exception {
        try (WholeServer server = server(Map.of("idle-timeout", "2 s"))) {
            Socket socket = open(MANY, server.port());
            socket.getOutputStream().write(bytes("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            Patience.until("it is answered", () -> waiting(socket) > 0);
            socket.getInputStream().skipNBytes(waiting(socket));

            int dripped = drip(socket);

            System.out.printf("closed after %d bytes of a second request%n", dripped);
        }
    }

    /** Sends a byte of a header that never ends now and then until it is closed; returns how many. */
    private static int drip(Socket socket) throws Exception {
        byte[] drops = bytes("GET /healthz HTTP/1.1\r\nX-Long: " + "x".repeat(1000));
        for (int sent = 0; sent < drops.length; sent++) {
            try {
                socket.getOutputStream().write(drops[sent]);
            } catch (SocketException cut) {
                return sent;
            }
            if (isClosed(socket)) {
                return sent;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("It was never closed.");
    }

    private static WholeServer server(Map<String, ?> http) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("balancehead.http.max-connections", PLACES);
        settings.put("balancehead.http.max-connections-per-address", OF_ONE_ADDRESS);
        http.forEach((key, value) -> settings.put("balancehead.http." + key, value));
        return new WholeServer(settings, Optional.empty());
    }

    private Socket open(byte from, int port) throws IOException {
        Socket socket = connected(from, port);
        opened.add(socket);
        return socket;
    }

    /** A socket to the server, from that address of the loopback. */
    private static Socket connected(byte from, int port) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, from});
        return new Socket(InetAddress.getLoopbackAddress(), port, address, 0);
    }

    /** Whether the server has closed it, and nothing is left to be read. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    private static int waiting(Socket socket) {
        try {
            return socket.getInputStream().available();
        } catch (IOException cut) {
            throw new AssertionError("It was cut.", cut);
        }
    }

    /** An answer, with its head; empty where there is none. */
    private static String get(byte from, int port, String path) {
        try (Socket socket = connected(from, port)) {
            socket.setSoTimeout(Math.toIntExact(Patience.LONG.toMillis()));
            socket.getOutputStream()
                    .write(bytes("GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path)));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unanswered) {
            return "";
        }
    }

    /** Connections of the public port that were refused, by the reason. */
    private static Map<String, Double> refused(WholeServer server) {
        String answer = get(OTHER, server.port(), "metrics");
        List<MetricsText.Sample> ofPort =
                MetricsText.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4)).samples().stream()
                        .filter(sample -> "http".equals(sample.labels().get("port")))
                        .toList();
        return new MetricsText(Map.of(), ofPort).by("reason", "balancehead_connections_refused_total");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
