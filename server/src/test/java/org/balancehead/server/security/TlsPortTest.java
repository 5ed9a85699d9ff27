package org.balancehead.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Directives;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.TlsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsPortTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @TempDir
    private static Path folder;

    private static Path rsa;
    private static Path ec;
    private static Path expired;

    @BeforeAll
    static void makeCertificates() throws Exception {
        rsa = Certificates.pkcs12(folder.resolve("rsa.p12"), "RSA", "-keysize", "2048");
        ec = Certificates.pkcs12(folder.resolve("ec.p12"), "EC", "-groupname", "secp256r1");
        expired = Certificates.pkcs12(
                folder.resolve("expired.p12"), "EC", "-startdate", "-3d", "-validity", "2", "-groupname", "secp256r1");
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void speaksTlsWithACertificateFromPkcs12() throws Exception {
        int port = serve(TlsPort.of(pkcs12(rsa)));

        HttpResponse<String> response = get(port, Certificates.trusting(rsa));

        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.sslSession()).map(SSLSession::getProtocol).hasValue("TLSv1.3");
    }

    @Test
    void speaksTlsWithCertificateAndKeyFromPem() throws Exception {
        Path certificate = Files.writeString(folder.resolve("tls.crt"), Certificates.certificatePem(ec));
        Path key = Files.writeString(folder.resolve("tls.key"), Certificates.keyPem(ec));
        Path both = Files.writeString(
                folder.resolve("both.pem"), Certificates.keyPem(rsa) + Certificates.certificatePem(rsa));

        int apart = serve(TlsPort.of(new TlsConfig(certificate, Optional.of(key), Optional.empty())));
        int together = serve(TlsPort.of(new TlsConfig(both, Optional.empty(), Optional.empty())));

        assertThat(get(apart, Certificates.trusting(ec)).body()).isEqualTo("hello");
        assertThat(get(together, Certificates.trusting(rsa)).body()).isEqualTo("hello");
    }

    @Test
    void speaksNoOlderTlsThanTwelve() throws Exception {
        TlsPort tls = TlsPort.of(pkcs12(rsa));
        int port = serve(tls);
        SSLParameters twelve = new SSLParameters();
        twelve.setProtocols(new String[] {"TLSv1.2"});

        assertThat(tls.engine().getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        assertThat(get(port, Certificates.trusting(rsa), twelve).sslSession())
                .map(SSLSession::getProtocol)
                .hasValue("TLSv1.2");
    }

    @Test
    void isNotWhoAClientDoesNotTrust() throws Exception {
        int port = serve(TlsPort.of(pkcs12(rsa)));

        assertThatThrownBy(() -> get(port, Certificates.trusting(ec))).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void showsARenewedCertificateToNewConnectionsAndKeepsTheOldOneWhileTheFileIsBroken() throws Exception {
        Path file = Files.copy(rsa, folder.resolve("live.p12"));
        int port = serve(TlsPort.of(pkcs12(file), Duration.ZERO));
        assertThat(shown(port)).contains("RSA");

        Files.write(file, new byte[] {0x30, 1, 2});
        assertThat(shown(port)).contains("RSA");
        Files.copy(ec, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(shown(port)).contains("EC");
    }

    @Test
    void saysWhatIsWrongWithTheFiles() throws Exception {
        Path missing = folder.resolve("missing.p12");
        Path certificate = Files.writeString(folder.resolve("other.crt"), Certificates.certificatePem(ec));
        Path key = Files.writeString(folder.resolve("other.key"), Certificates.keyPem(rsa));
        Path oldForm = Files.writeString(folder.resolve("old.key"), Certificates.block("EC PRIVATE KEY", new byte[9]));
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path cut = Files.write(folder.resolve("cut.p12"), new byte[] {0x30, 1, 2});

        assertRefused(pkcs12(missing), "The TLS certificate %s is not there: name one that is.".formatted(missing));
        assertRefused(
                new TlsConfig(rsa, Optional.empty(), Optional.of(new TlsConfig.Password("wrong"))),
                "The password does not open %s: set the right one beside the certificate.".formatted(rsa));
        assertRefused(
                new TlsConfig(rsa, Optional.empty(), Optional.empty()),
                "The password does not open %s: set the right one beside the certificate.".formatted(rsa));
        assertRefused(pkcs12(cut), "The TLS certificate %s is no sound PKCS12 file: export it again.".formatted(cut));
        assertRefused(
                pkcs12(text),
                "The TLS certificate %s holds no certificate: name a PEM or PKCS12 file.".formatted(text));
        assertRefused(
                pem(certificate, certificate),
                "The TLS key is not in %s: name its file, balancehead.….tls.key.".formatted(certificate));
        assertRefused(
                pem(certificate, key),
                "The TLS key in %s does not belong to the certificate in %s: name a pair.".formatted(key, certificate));
        assertRefused(
                pem(certificate, oldForm),
                "The TLS key in %s is an EC PRIVATE KEY, and only an unencrypted PKCS8 key is read: convert it by `openssl pkcs8 -topk8 -nodes`."
                        .formatted(oldForm));
        assertThatThrownBy(() -> TlsPort.of(pkcs12(expired)))
                .hasMessageStartingWith("The TLS certificate in %s expired on ".formatted(expired))
                .hasMessageEndingWith(": renew it.");
    }

    @Test
    void doesNotPrintItsPassword() {
        assertThat(pkcs12(rsa).toString()).doesNotContain(Certificates.PASSWORD);
    }

    private static void assertRefused(TlsConfig config, String sentence) {
        assertThatThrownBy(() -> TlsPort.of(config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(sentence);
    }

    private static TlsConfig pkcs12(Path file) {
        return new TlsConfig(file, Optional.empty(), Optional.of(new TlsConfig.Password(Certificates.PASSWORD)));
    }

    private static TlsConfig pem(Path certificate, Path key) {
        return new TlsConfig(certificate, Optional.of(key), Optional.empty());
    }

    private static int serve(TlsPort tls) {
        ServerBinding binding = Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .enableHttps(ConnectionContext.httpsServer(tls::engine))
                .bind(Directives.complete("hello"))
                .toCompletableFuture()
                .join();
        return binding.localAddress().getPort();
    }

    /** The kind of key that the port's certificate is for. */
    private static Optional<String> shown(int port) throws Exception {
        SSLSession session =
                get(port, Certificates.trusting(rsa, ec)).sslSession().orElseThrow();
        X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
        return Optional.of(certificate.getPublicKey().getAlgorithm());
    }

    private static HttpResponse<String> get(int port, SSLContext trust) throws Exception {
        return get(port, trust, new SSLParameters());
    }

    private static HttpResponse<String> get(int port, SSLContext trust, SSLParameters parameters) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(trust)
                .sslParameters(parameters)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:%d/".formatted(port)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
