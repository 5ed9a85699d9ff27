package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path folder;

    @Test
    void isTakenByOneAtATime() throws IOException {
        try (RunLock first = RunLock.take(folder).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(RunLock.take(folder)).isEmpty();
        }

        try (RunLock second = RunLock.take(folder).orElseThrow()) {
            assertThat(second).isNotNull();
        }
    }
}
