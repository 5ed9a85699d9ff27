package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoliteThreadTest {
    private final PoliteThread polite = new PoliteThread("polite");

    @AfterEach
    void end() {
        polite.end();
    }

    @Test
    void worksAtALowerPriorityThanItsCallers() {
        assertThat(polite.run(PoliteThreadTest::niceness)).isGreaterThan(niceness());
    }

    @Test
    void worksOnTheCallersThreadWhileNextToNothingIsLeftForIt() {
        polite.run(() -> {
            LockSupport.parkNanos(1_100_000_000L); // has no core meanwhile
            return "";
        });

        assertThat(polite.run(Thread::currentThread)).isSameAs(Thread.currentThread());
    }

    @Test
    void handsOnFailures() {
        IllegalStateException failure = new IllegalStateException("The planted failure.");

        assertThatThrownBy(() -> polite.run(() -> {
                    throw failure;
                }))
                .isInstanceOf(CompletionException.class)
                .hasCause(failure);
    }

    /** The 19th number that the system tells of a thread; the second, its name, may hold blanks. */
    private static int niceness() {
        try {
            String told = Files.readString(Path.of("/proc/thread-self/stat"));
            try (Scanner numbers = new Scanner(told.substring(told.lastIndexOf(')') + 1))) {
                return Integer.parseInt(numbers.tokens().skip(16).findFirst().orElseThrow());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
