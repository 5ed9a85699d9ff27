package org.balancehead.server.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.balancehead.server.config.InvalidConfigException;

/** The blocks of a PEM file (RFC 7468), in their order. */
final class PemFile {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    /** Far above any key or chain; whatever is larger is another file. */
    private static final long MAX_BYTES = 256 << 10;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([^-]*)-----END \\1-----", Pattern.DOTALL);

    /** What stands between two marks, decoded. */
    record Block(String label, byte[] der) {}

    private PemFile() {}

    /**
     * A whole file of text.
     *
     * @param role what the file is for, at the beginning of a sentence
     * @throws InvalidConfigException when it cannot be read or is too large
     */
    static String text(Path file, String role) {
        return new String(bytes(file, role), StandardCharsets.ISO_8859_1);
    }

    /** As {@link #text}, for a file that need not be text. */
    static byte[] bytes(Path file, String role) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidConfigException(
                        "%s %s has more than %d KiB: name the right file.".formatted(role, file, MAX_BYTES >> 10));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new InvalidConfigException("%s %s is not there: name one that is.".formatted(role, file), missing);
        } catch (IOException trouble) {
            throw new InvalidConfigException(
                    "%s %s cannot be read (%s): let the server's user read it."
                            .formatted(role, file, trouble.getClass().getSimpleName()),
                    trouble);
        }
    }

    /** @throws InvalidConfigException for a block that is not base64 */
    static List<Block> blocks(String text, Path file) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            try {
                blocks.add(new Block(
                        matcher.group(1),
                        Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""))));
            } catch (IllegalArgumentException notBase64) {
                throw damaged(matcher.group(1), file, notBase64);
            }
        }
        return blocks;
    }

    static X509Certificate certificate(Block block, Path file) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException damaged) {
            throw damaged(block.label(), file, damaged);
        }
    }

    static InvalidConfigException damaged(String label, Path file, Throwable cause) {
        return new InvalidConfigException(
                "The %s in %s is damaged: write the file again.".formatted(label, file), cause);
    }
}
