package org.balancehead.actors;

import java.util.UUID;

/** Names one session: random, so that it tells nothing and cannot be guessed. */
public record SessionId(String value) {
    public static SessionId random() {
        return new SessionId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
