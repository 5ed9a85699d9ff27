package org.balancehead.server.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    @TempDir
    private Path folder;

    /** A run that never ends by itself: begins the result that its argument names, says so, and waits. */
    static final class EndlessRun {
        public static void main(String[] arguments) throws Exception {
            ResultFolder result = begin(Path.of(arguments[0]));
            Files.writeString(result.path().resolve("input.png"), "half");
            System.out.println("begun");
            Thread.currentThread().join();
        }
    }

    private static ResultFolder begin(Path place) throws UnusableInputException {
        return ResultFolder.begin(place, "report.json", Reconstruction.FILES::contains);
    }

    @Test
    void vanishesWhenItsProcessIsToldToEnd() throws Exception {
        Process run = startEndlessRun();
        assertThat(names()).hasSize(1).allMatch(name -> name.startsWith(".out."));

        run.destroy();
        run.waitFor();

        assertThat(names()).isEmpty();
    }

    @Test
    void removesWhatAKilledRunLeft() throws Exception {
        Process run = startEndlessRun();
        run.destroyForcibly();
        run.waitFor();
        assertThat(names()).hasSize(1).allMatch(name -> name.startsWith(".out."));

        try (ResultFolder result = begin(folder.resolve("out"))) {
            result.publish();
        }

        assertThat(names()).containsExactly("out");
    }

    @Test
    void leavesAloneWhatIsNotOfAnEndedRunOfThisPlace() throws Exception {
        Process run = startEndlessRun();
        List<String> running = names();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path another = folder.resolve(".out.mp4.%d-%s.part".formatted(ended.pid(), UUID.randomUUID()));
        Files.createDirectory(another);

        try (ResultFolder result = begin(folder.resolve("out"))) {
            result.publish();
        }

        assertThat(names())
                .containsAll(running)
                .contains("out", another.getFileName().toString())
                .hasSize(3);
        run.destroyForcibly().waitFor();
    }

    @Test
    void refusesAPlaceThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("out"));

        assertThatThrownBy(() -> begin(file))
                .isInstanceOf(UnusableInputException.class)
                .hasMessage(file + " is a file: choose another folder with --out.");
    }

    @Test
    void refusesAPlaceBelowAFile() throws IOException {
        Path place = Files.createFile(folder.resolve("file")).resolve("out");

        assertThatThrownBy(() -> begin(place))
                .isInstanceOf(UnusableInputException.class)
                .hasMessage(place + " cannot be written: choose another folder or change the permissions.");
    }

    @Test
    void refusesTheRoot() {
        assertThatThrownBy(() -> begin(Path.of("/")))
                .isInstanceOf(UnusableInputException.class)
                .hasMessage("/ holds other files: choose a new or an empty folder with --out.");
    }

    private Process startEndlessRun() throws IOException {
        Process run = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRun.class.getName(),
                        folder.resolve("out").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = run.inputReader()) {
            assertThat(said.readLine()).isEqualTo("begun");
        }
        return run;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
