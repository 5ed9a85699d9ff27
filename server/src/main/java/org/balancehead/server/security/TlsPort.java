package org.balancehead.server.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.TlsConfig;

/**
 * The server's side of TLS on one port, 1.2 and 1.3. A certificate that was renewed serves connections that begin after
 * it was noticed; those that are open go on.
 */
public final class TlsPort {
    /** Between two looks at the files, at new connections. */
    private static final Duration RELOAD_PERIOD = Duration.ofSeconds(10);

    private final ReloadedFile<SSLContext> context;

    private TlsPort(ReloadedFile<SSLContext> context) {
        this.context = context;
    }

    /**
     * The port's side, ready for connections.
     *
     * @throws InvalidConfigException in one sentence, when certificate and key cannot be used
     */
    public static TlsPort of(TlsConfig config) {
        return of(config, RELOAD_PERIOD);
    }

    static TlsPort of(TlsConfig config, Duration reloadPeriod) {
        List<Path> files = Stream.concat(Stream.of(config.certificate()), config.key().stream())
                .toList();
        return new TlsPort(
                new ReloadedFile<>(files, reloadPeriod, () -> context(TlsIdentity.read(config, Instant.now()))));
    }

    /** One connection's. */
    public SSLEngine engine() {
        SSLEngine engine = context.value().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLContext context(TlsIdentity identity) {
        char[] inMemory = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, inMemory);
            store.setKeyEntry("server", identity.key(), inMemory, identity.certificates());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, inMemory);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException trouble) {
            throw new InvalidConfigException(
                    "This Java cannot use the TLS key (%s): give an RSA or EC key.".formatted(trouble.getMessage()),
                    trouble);
        }
    }
}
