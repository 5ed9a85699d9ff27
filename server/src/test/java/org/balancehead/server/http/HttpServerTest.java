package org.balancehead.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.server.Directives;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.TlsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<HttpServer.StartReply> starts = KIT.createTestProbe();
    private final TestProbe<HttpServer.Stopped> stops = KIT.createTestProbe();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void tellsWhereItListensAndFreesThePortWhenStopped() throws IOException {
        ActorRef<HttpServer.Command> server = server(0);

        server.tell(new HttpServer.Start(starts.ref()));
        int port = ((HttpServer.Started) starts.receiveMessage()).address().getPort();
        server.tell(new HttpServer.Stop(stops.ref()));

        stops.receiveMessage();
        stops.expectTerminated(server);
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void remembersAStopThatComesWhileItStarts() {
        ActorRef<HttpServer.Command> server = server(0);

        server.tell(new HttpServer.Start(starts.ref()));
        server.tell(new HttpServer.Stop(stops.ref()));

        stops.receiveMessage();
        stops.expectTerminated(server);
    }

    @Test
    void saysInOneSentenceThatThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ActorRef<HttpServer.Command> server = server(taken.getLocalPort());

            server.tell(new HttpServer.Start(starts.ref()));

            assertThat(starts.receiveMessage())
                    .isEqualTo(new HttpServer.NotStarted(
                            "Port %d of 127.0.0.1 is in use: stop the other program, or choose another port with --port."
                                    .formatted(taken.getLocalPort())));
            starts.expectTerminated(server);
        }
    }

    @Test
    void saysInOneSentenceThatItsCertificateIsMissing() {
        HttpConfig plain = RunningServer.loopback(0);
        TlsConfig missing = new TlsConfig(Path.of("missing.p12"), Optional.empty(), Optional.empty());
        ActorRef<HttpServer.Command> server = KIT.spawn(HttpServer.create(
                new HttpConfig(
                        plain.host(),
                        0,
                        plain.maxConnections(),
                        plain.idleTimeout(),
                        plain.stopDeadline(),
                        Optional.of(missing),
                        plain.named()),
                Directives.complete("hello")));

        server.tell(new HttpServer.Start(starts.ref()));

        assertThat(starts.receiveMessage())
                .isEqualTo(
                        new HttpServer.NotStarted("The TLS certificate missing.p12 is not there: name one that is."));
        starts.expectTerminated(server);
    }

    private static ActorRef<HttpServer.Command> server(int port) {
        return KIT.spawn(HttpServer.create(RunningServer.loopback(port), Directives.complete("hello")));
    }
}
