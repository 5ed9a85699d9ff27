package org.balancehead.server.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.balancehead.server.config.HttpConfig;
import org.balancehead.server.config.InvalidConfigException;

/** The secret that operators present, if the server was given one. Never printed. */
public final class AdminToken {
    /** Environment variable that holds it, on the server's side and on its clients'. */
    public static final String VARIABLE = "BALANCEHEAD_ADMIN_TOKEN";

    private static final int SHORTEST = 16;

    private final Optional<byte[]> secret;

    private AdminToken(Optional<byte[]> secret) {
        this.secret = secret;
    }

    /**
     * The token for a port.
     *
     * @param text empty for none
     * @throws InvalidConfigException when it is too short to be safe, or missing where others than this machine's users
     *     could reach the port
     */
    public static AdminToken of(Optional<String> text, HttpConfig port) {
        if (text.filter(token -> token.length() < SHORTEST).isPresent()) {
            throw new InvalidConfigException(
                    "%s has fewer than %d characters: choose a longer one, such as `openssl rand -hex 32` prints."
                            .formatted(VARIABLE, SHORTEST));
        }
        if (text.isEmpty() && !isLoopback(port.host())) {
            throw new InvalidConfigException(
                    "The admin port would be open to others at %s: set a token in %s, or leave balancehead.admin.interface at 127.0.0.1."
                            .formatted(port.host(), VARIABLE));
        }
        return new AdminToken(text.map(token -> token.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether one must be presented. */
    boolean wanted() {
        return secret.isPresent();
    }

    /** Whether this one lets in; takes as long for a wrong one as for the right one. */
    boolean allows(String presented) {
        return secret.filter(wanted -> MessageDigest.isEqual(wanted, presented.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException unknown) {
            return true; // listening will fail, and say so
        }
    }
}
