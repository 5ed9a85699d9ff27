package org.balancehead.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates for {@code localhost}, made by the JDK's keytool while tests run. */
public final class Certificates {
    public static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    private Certificates() {}

    /** A PKCS12 file with a key of that kind, {@code RSA} or {@code EC}, and options of keytool. */
    public static Path pkcs12(Path file, String kind, String... options) throws Exception {
        Files.deleteIfExists(file);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                ALIAS,
                "-keyalg",
                kind,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1"));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(2, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed: " + command);
        }
        return file;
    }

    /** The certificate of a PKCS12 file as PEM. */
    public static String certificatePem(Path pkcs12) throws Exception {
        return block("CERTIFICATE", open(pkcs12).getCertificate(ALIAS).getEncoded());
    }

    /** The key of a PKCS12 file as PEM. */
    public static String keyPem(Path pkcs12) throws Exception {
        return block(
                "PRIVATE KEY",
                open(pkcs12).getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    /** A client's side that trusts the certificates of these files, and no others. */
    public static SSLContext trusting(Path... pkcs12) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (Path file : pkcs12) {
            trusted.setCertificateEntry(file.toString(), open(file).getCertificate(ALIAS));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    static String block(String label, byte[] der) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der));
    }

    private static KeyStore open(Path pkcs12) throws Exception {
        return KeyStore.getInstance(pkcs12.toFile(), PASSWORD.toCharArray());
    }
}
