package org.balancehead.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.balancehead.model.training.BallDataset;
import org.balancehead.model.training.RunFolder;
import org.balancehead.server.cli.BalanceHeadCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own, of the smallest preset on shaded balls, which are stopped and killed. */
class KilledTrainingTest {
    private static final Duration DEADLINE = Duration.ofMinutes(6);

    /** Steps after the kill that are compared. */
    private static final int COMPARED = 50;

    private static final int UNBROKEN = COMPARED + 16;

    @TempDir
    private Path folder;

    @Test
    void goesOnAfterAKillAsIfThereHadBeenNone() throws Exception {
        new BallDataset(folder.resolve("balls"), 128).write(3, 3);
        Path unbroken = folder.resolve("unbroken");
        Path killed = folder.resolve("killed");

        Process first = train(unbroken, "--save-minutes", "10");
        awaitPoints(first, unbroken, UNBROKEN);
        first.destroy(); // SIGTERM
        assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(log(unbroken)).containsPattern("Stopped at step \\d+ of 10000, with its state saved: add --resume");

        RunFolder.copy(
                unbroken.resolve("state-0000000"), Files.createDirectory(killed).resolve("state-0000000"));
        Process second = train(killed, "--save-minutes", "0.001", "--resume");
        awaitStateAndPointsBeyond(second, killed);
        second.destroyForcibly().waitFor(); // SIGKILL
        int state = newestState(killed);
        assertThat(state).isBetween(1, UNBROKEN - COMPARED);
        assertThat(points(killed).lastKey()).isGreaterThan(state);

        Process third = train(killed, "--save-minutes", "10", "--resume");
        awaitPoints(third, killed, UNBROKEN);
        third.destroy();
        assertThat(third.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(third.exitValue()).isZero();

        assertThat(points(killed).headMap(UNBROKEN)).isEqualTo(points(unbroken).headMap(UNBROKEN));
    }

    private Process train(Path run, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dai.djl.offline=true",
                "-Dbalancehead.training.curve-steps=1",
                "-cp",
                System.getProperty("java.class.path"),
                BalanceHeadCommand.class.getName()));
        String balls = folder.resolve("balls").toString();
        command.addAll(List.of("train", "--preset", "miniature", "--batch", "1", "--steps", "10000", "--every", "8"));
        command.addAll(List.of("--data", balls, "--held", balls, "--out", run.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(run).toFile()))
                .start();
    }

    private static void awaitPoints(Process training, Path run, int step) throws Exception {
        await(training, run, () -> !points(run).isEmpty() && points(run).lastKey() >= step);
    }

    private static void awaitStateAndPointsBeyond(Process training, Path run) throws Exception {
        await(training, run, () -> newestState(run) > 0 && points(run).lastKey() > newestState(run));
    }

    private static void await(Process training, Path run, Condition condition) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.holds()) {
            if (training.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                training.destroyForcibly();
                fail("The training ended early or took too long:\n" + log(run));
            }
        }
    }

    /** The rows of whole lines by step. */
    private static NavigableMap<Integer, List<String>> points(Path run) throws IOException {
        NavigableMap<Integer, List<String>> points = new TreeMap<>();
        Path file = run.resolve("losses.csv");
        if (Files.exists(file)) {
            String text = Files.readString(file);
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .forEach(line -> points.computeIfAbsent(
                                    Integer.parseInt(line.substring(0, line.indexOf(','))), step -> new ArrayList<>())
                            .add(line));
        }
        return points;
    }

    private static int newestState(Path run) throws IOException {
        if (!Files.exists(run)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(run)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("state-"))
                    .mapToInt(name -> Integer.parseInt(name.substring("state-".length())))
                    .max()
                    .orElse(0);
        }
    }

    private static Path logFile(Path run) {
        return run.resolveSibling(run.getFileName() + ".log");
    }

    private static String log(Path run) throws IOException {
        return Files.readString(logFile(run));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }
}
