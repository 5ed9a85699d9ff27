package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerStartTest {
    @TempDir
    Path home;

    @Test
    void saysThatTheServerEndedBeforeItWasReady() throws IOException {
        Path launcher = Files.writeString(home.resolve("balancehead"), "#!/bin/sh\nexit 1\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> ServerStart.seconds(home, "cpu"))
                .isInstanceOf(IOException.class)
                .hasMessage("the server ended before it was ready; './balancehead serve' says why");
    }
}
