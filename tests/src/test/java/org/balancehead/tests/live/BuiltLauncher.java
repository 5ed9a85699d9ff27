package org.balancehead.tests.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The shipped launcher, for tests that start what users start. */
final class BuiltLauncher {
    private BuiltLauncher() {}

    /** This build has just made what the launcher would build: it need not do so again. */
    static void tellThatAllIsBuilt() throws IOException {
        Path mark = Path.of(System.getProperty("balancehead.home"), "server/target/.built");
        if (!Files.exists(mark)) {
            Files.createFile(mark);
        }
        Files.setLastModifiedTime(mark, FileTime.from(Instant.now()));
    }
}
