package org.balancehead.tests.parity;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Where the reference projects' numbers lie. */
public final class Fixtures {
    private Fixtures() {}

    /** A file or folder of the fixtures. */
    public static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/parity/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
