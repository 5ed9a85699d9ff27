package org.balancehead.actors.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.balancehead.actors.SessionId;

/**
 * What a client presents to get its session back: the session's name and a secret of 192 bits. Good once; each welcome
 * tells the next one. Never logged. Confined to the session.
 */
public final class ResumeToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 24;
    private static final char BETWEEN = '.';

    private final SessionId session;
    private String text;

    ResumeToken(SessionId session) {
        this.session = session;
        this.text = draw(session);
    }

    /** The session that a token names; none for what is no token. */
    public static Optional<SessionId> sessionOf(String presented) {
        int end = presented.indexOf(BETWEEN);
        return end > 0 ? Optional.of(new SessionId(presented.substring(0, end))) : Optional.empty();
    }

    /** The token that is good now. */
    String text() {
        return text;
    }

    /** Whether this one is good; takes as long for a wrong one. */
    boolean isGood(String presented) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    /** The one that was good is not any more: there is a new one. */
    void renew() {
        text = draw(session);
    }

    private static String draw(SessionId session) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return session.value()
                + BETWEEN
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
