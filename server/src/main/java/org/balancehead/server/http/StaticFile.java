package org.balancehead.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.headers.EntityTag;
import org.jspecify.annotations.Nullable;

/** A file of the page in memory, with the tag by which browsers ask whether it changed. */
record StaticFile(HttpEntity.Strict entity, EntityTag tag) {
    /** @param name of a resource below {@code /web}; it must be there */
    static StaticFile read(String name, ContentType type) {
        try (@Nullable InputStream in = StaticFile.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The build lacks /web/%s.".formatted(name));
            }
            byte[] bytes = in.readAllBytes();
            return new StaticFile(HttpEntities.create(type, bytes), EntityTag.create(digest(bytes), false));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
