package org.balancehead.actors.archive;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a kept avatar: 192 random bits. Whoever knows it may see and delete the avatar, so it is never logged.
 *
 * @param text 32 letters, digits, {@code _} and {@code -}
 */
public record AvatarId(String text) {
    private static final int BYTES = 24;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public AvatarId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("That is no id of an avatar.");
        }
    }

    /** A new one. */
    public static AvatarId random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new AvatarId(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The id that a stranger's text is; empty for what is none. */
    public static Optional<AvatarId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new AvatarId(text)) : Optional.empty();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AvatarId[…]";
    }
}
