package org.balancehead.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.evaluation.QualityFloor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class NextStartTest {
    private static final CheckpointSource SOURCE = folder -> {
        throw new IllegalStateException("asked for " + folder);
    };

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path home;

    private Path folder;
    private Path first;
    private Path second;
    private CheckpointRepository repository;

    @BeforeEach
    void fill() {
        folder = home.resolve("checkpoints");
        first = written(folder.resolve("heads-1"));
        second = written(folder.resolve("heads-2"));
        repository = CheckpointRepository.of(folder);
        repository.setDefault("heads-1");
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void forget() {
        logger().detachAppender(log);
    }

    @Test
    void movesThePointerToWhatServesAndBack() {
        NextStart next = next("default", true);

        next.serves(candidate(second));
        assertThat(repository.resolve("default")).isEqualTo(second);
        next.serves(candidate(first));

        assertThat(repository.resolve("default")).isEqualTo(first);
        assertThat(lines())
                .containsExactly(
                        "INFO A restart begins with %s, which serves.".formatted(second),
                        "INFO A restart begins with %s, which serves.".formatted(first));
    }

    @Test
    void findsTheRepositoryThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("link"), folder);

        new NextStart(SOURCE, link, "default", true).serves(candidate(second.toRealPath()));

        assertThat(repository.resolve("default")).isEqualTo(second);
    }

    @Test
    void leavesThePointerUnlessItIsToldToMoveIt() {
        next("default", false).serves(candidate(second));

        assertThatItStaysWith("INFO", second, "balancehead.deployment.sets-default is off");
    }

    @Test
    void leavesThePointerWhenTheServerDidNotBeginWithIt() {
        next("heads-1", true).serves(candidate(second));

        assertThatItStaysWith("INFO", second, "balancehead.checkpoint.name names it");
    }

    @Test
    void leavesThePointerWhenWhatServesLiesElsewhere() {
        Path elsewhere = written(home.resolve("run/heads-2"));

        next("default", true).serves(candidate(elsewhere));

        assertThatItStaysWith("INFO", elsewhere, "that does not lie in " + folder);
    }

    @Test
    void saysThatThePointerCannotBeReplacedAndLeavesIt() throws IOException {
        Files.createDirectories(folder.resolve(".default.part/in-the-way"));

        next("default", true).serves(candidate(second));

        assertThat(repository.resolve("default")).isEqualTo(first);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith(
                        "WARN A restart begins with %s, not with %s, which serves: the file default in %s cannot be replaced ("
                                .formatted(first, second, folder));
    }

    @Test
    void saysThatARestartBeginsWithWhatServesWhereNothingNeedsToBeMoved() {
        next("heads-1", false).serves(candidate(first));

        assertThat(lines()).containsExactly("INFO A restart begins with %s, which serves.".formatted(first));
    }

    @Test
    void asksItsSourceForCheckpoints() {
        assertThatThrownBy(() -> next("default", true).check(second)).hasMessage("asked for " + second);
    }

    private void assertThatItStaysWith(String level, Path serving, String why) {
        assertThat(repository.resolve("default")).isEqualTo(first);
        assertThat(lines())
                .containsExactly("%s A restart begins with %s, not with %s, which serves: %s."
                        .formatted(level, first, serving, why));
    }

    private NextStart next(String begins, boolean movesPointer) {
        return new NextStart(SOURCE, folder, begins, movesPointer);
    }

    private List<String> lines() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private static Logger logger() {
        Logger logger = (Logger) LoggerFactory.getLogger(NextStart.class);
        logger.setLevel(Level.INFO);
        return logger;
    }

    private static Path written(Path folder) {
        try (CheckpointWriter writer = CheckpointWriter.begin(folder)) {
            writer.text("preset.json", "{}");
            writer.publish(Manifest.of(
                    "heads", "1", "tiny", new Manifest.Condition("none", "none", 0), Map.of(), Map.of(), null));
        }
        return folder;
    }

    private static Candidate candidate(Path folder) {
        return new Candidate("heads", "1", folder, QualityFloor.NONE, (device, number) -> {
            throw new IOException("not opened here");
        });
    }
}
