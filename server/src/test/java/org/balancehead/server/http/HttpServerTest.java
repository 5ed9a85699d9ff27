package org.balancehead.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.server.Directives;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.TlsConfig;
import org.balancehead.server.metrics.ConnectionMeters;
import org.balancehead.server.security.Certificates;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void cutsConnectionsThatNeverBeginTheHandshakeOfTlsAndThoseThatAreTooMany(@TempDir Path folder) throws Exception {
        Path certificate = Certificates.pkcs12(folder.resolve("server.p12"), "EC");
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ActorRef<HttpServer.Command> server = server(
                new TlsConfig(
                        certificate, Optional.empty(), Optional.of(new TlsConfig.Password(Certificates.PASSWORD))),
                new AddressConnections(1, List.of(), new ConnectionMeters(metrics, "http", 16)));
        server.tell(new HttpServer.Start(starts.ref()));
        int port = ((HttpServer.Started) starts.receiveMessage()).address().getPort();

        try (Socket mute = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket tooMany = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (Socket cut : List.of(tooMany, mute)) {
                cut.setSoTimeout(30_000);
                assertThatThrownBy(() -> cut.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }

        assertThat(metrics.scrape())
                .contains("balancehead_connections_refused_total{port=\"http\",reason=\"address-connections\"} 1.0")
                .contains("balancehead_connections_refused_total{port=\"http\",reason=\"late-request\"} 1.0");
    }

    @Test
    void saysInOneSentenceThatItsCertificateIsMissing() {
        ActorRef<HttpServer.Command> server = server(
                new TlsConfig(Path.of("missing.p12"), Optional.empty(), Optional.empty()),
                RunningServer.unbounded(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));

        server.tell(new HttpServer.Start(starts.ref()));

        assertThat(starts.receiveMessage())
                .isEqualTo(
                        new HttpServer.NotStarted("The TLS certificate missing.p12 is not there: name one that is."));
        starts.expectTerminated(server);
    }

    /** One with TLS, which waits a second for a request, and minutes for whoever has made one. */
    private static ActorRef<HttpServer.Command> server(TlsConfig tls, AddressConnections connections) {
        HttpConfig plain = RunningServer.loopback(0);
        return KIT.spawn(HttpServer.create(
                new HttpConfig(
                        plain.host(),
                        0,
                        plain.maxConnections(),
                        plain.maxPerAddress(),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        plain.stopDeadline(),
                        Optional.of(tls),
                        plain.named()),
                connections,
                Directives.complete("hello")));
    }

    private static ActorRef<HttpServer.Command> server(int port) {
        return KIT.spawn(HttpServer.create(
                RunningServer.loopback(port),
                RunningServer.unbounded(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
                Directives.complete("hello")));
    }
}
