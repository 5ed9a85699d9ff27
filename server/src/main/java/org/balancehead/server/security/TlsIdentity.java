package org.balancehead.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.balancehead.server.config.InvalidConfigException;
import org.balancehead.server.config.TlsConfig;

/**
 * Who a port says that it is: a private key and the certificates that vouch for it, from a PKCS12 or PEM file. One that
 * cannot be used is refused in a sentence that says which file and why.
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final String CERTIFICATE_ROLE = "The TLS certificate";
    private static final String KEY_ROLE = "The TLS key";

    /** DER of a PKCS12 file begins with a sequence; PEM is text. */
    private static final int DER_SEQUENCE = 0x30;

    static TlsIdentity read(TlsConfig config, Instant now) {
        byte[] file = PemFile.bytes(config.certificate(), CERTIFICATE_ROLE);
        TlsIdentity identity =
                file.length > 0 && file[0] == DER_SEQUENCE ? ofPkcs12(config, file) : ofPem(config, file);
        X509Certificate own = identity.chain().get(0);
        if (!KeyPairCheck.belongTogether(identity.key(), own.getPublicKey())) {
            throw new InvalidConfigException("The TLS key in %s does not belong to the certificate in %s: name a pair."
                    .formatted(config.key().orElse(config.certificate()), config.certificate()));
        }
        if (now.isAfter(own.getNotAfter().toInstant())) {
            throw new InvalidConfigException("%s in %s expired on %s: renew it."
                    .formatted(
                            CERTIFICATE_ROLE,
                            config.certificate(),
                            own.getNotAfter().toInstant()));
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            throw new InvalidConfigException("%s in %s is not valid before %s: check this machine's clock."
                    .formatted(
                            CERTIFICATE_ROLE,
                            config.certificate(),
                            own.getNotBefore().toInstant()));
        }
        return identity;
    }

    private static TlsIdentity ofPkcs12(TlsConfig config, byte[] file) {
        char[] password =
                config.password().map(secret -> secret.text().toCharArray()).orElse(new char[0]);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return new TlsIdentity(
                            key,
                            List.of(store.getCertificateChain(alias)).stream()
                                    .map(X509Certificate.class::cast)
                                    .toList());
                }
            }
        } catch (IOException | GeneralSecurityException trouble) {
            throw pkcs12(config, trouble);
        }
        throw new InvalidConfigException("%s %s holds no private key: export the key with it."
                .formatted(CERTIFICATE_ROLE, config.certificate()));
    }

    private static InvalidConfigException pkcs12(TlsConfig config, Exception trouble) {
        boolean locked =
                trouble instanceof UnrecoverableKeyException || trouble.getCause() instanceof UnrecoverableKeyException;
        String sentence = locked
                ? "The password does not open %s: set the right one beside the certificate."
                : "The TLS certificate %s is no sound PKCS12 file: export it again.";
        return new InvalidConfigException(sentence.formatted(config.certificate()), trouble);
    }

    private static TlsIdentity ofPem(TlsConfig config, byte[] file) {
        Path certificateFile = config.certificate();
        List<PemFile.Block> blocks = PemFile.blocks(new String(file, StandardCharsets.ISO_8859_1), certificateFile);
        List<X509Certificate> chain = blocks.stream()
                .filter(block -> block.label().equals(PemFile.CERTIFICATE))
                .map(block -> PemFile.certificate(block, certificateFile))
                .toList();
        if (chain.isEmpty()) {
            throw new InvalidConfigException("%s %s holds no certificate: name a PEM or PKCS12 file."
                    .formatted(CERTIFICATE_ROLE, certificateFile));
        }
        Path keyFile = config.key().orElse(certificateFile);
        List<PemFile.Block> keyBlocks =
                config.key().isPresent() ? PemFile.blocks(PemFile.text(keyFile, KEY_ROLE), keyFile) : blocks;
        return new TlsIdentity(privateKey(keyBlocks, keyFile), chain);
    }

    private static PrivateKey privateKey(List<PemFile.Block> blocks, Path file) {
        PemFile.Block block = blocks.stream()
                .filter(candidate -> candidate.label().endsWith(PemFile.PRIVATE_KEY))
                .findFirst()
                .orElseThrow(() -> new InvalidConfigException(
                        "%s is not in %s: name its file, balancehead.….tls.key.".formatted(KEY_ROLE, file)));
        if (!block.label().equals(PemFile.PRIVATE_KEY)) {
            throw new InvalidConfigException(
                    "%s in %s is an %s, and only an unencrypted PKCS8 key is read: convert it by `openssl pkcs8 -topk8 -nodes`."
                            .formatted(KEY_ROLE, file, block.label()));
        }
        Function<String, Optional<PrivateKey>> as = kind -> decoded(kind, block);
        return as.apply("RSA")
                .or(() -> as.apply("EC"))
                .or(() -> as.apply("EdDSA"))
                .orElseThrow(() -> new InvalidConfigException(
                        "%s in %s is neither RSA nor elliptic: use one that is.".formatted(KEY_ROLE, file)));
    }

    private static Optional<PrivateKey> decoded(String kind, PemFile.Block block) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(block.der())));
        } catch (GeneralSecurityException otherKind) {
            return Optional.empty();
        }
    }

    Certificate[] certificates() {
        return chain.toArray(Certificate[]::new);
    }
}
