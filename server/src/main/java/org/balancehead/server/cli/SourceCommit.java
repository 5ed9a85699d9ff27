package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which commit the sources are at. */
final class SourceCommit {
    private static final long PATIENCE_SECONDS = 10;

    private SourceCommit() {}

    /** Such as {@code 1a2b3c4}, with {@code -dirty} when files differ from it; {@code unknown} outside a repository. */
    static String of(Path home) throws InterruptedException {
        try {
            Process git = new ProcessBuilder(
                            "git", "-C", home.toString(), "describe", "--always", "--dirty", "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
