package org.balancehead.actors.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.model.training.BestCheckpoint;
import org.balancehead.model.training.RunFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());
    private static final TrainingSettings SETTINGS = new TrainingSettings(
            4, 1, 3, 20, 0.15, 2, 500, 3, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(1));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestProbe<Publisher.Report> run = KIT.createTestProbe();
    private final List<CompletableFuture<CheckpointSink.Answer>> sent = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void keepsTheBestAndTheOneBeforeItAndRemovesTheOthers() throws IOException {
        ActorRef<Publisher.Command> publisher = publisher(Optional.empty());

        offer(publisher, 1, 30);
        offer(publisher, 2, 20);
        offer(publisher, 3, 25);
        offer(publisher, 4, 10);
        heard(4);

        assertThat(folder.resolve("snapshots/step-0000004")).isDirectory();
        assertThat(folder.resolve("snapshots/step-0000002")).isDirectory();
        assertThat(folder.resolve("snapshots/step-0000001")).doesNotExist();
        assertThat(folder.resolve("snapshots/step-0000003")).doesNotExist();
        assertThat(BestCheckpoint.read(folder))
                .contains(new BestCheckpoint(Path.of("snapshots/step-0000004"), "fid", 10));
    }

    @Test
    void remembersTheBestOfTheRunBefore() throws IOException {
        snapshot(1);
        new BestCheckpoint(Path.of("snapshots/step-0000001"), "fid", 15).write(folder);
        ActorRef<Publisher.Command> publisher = publisher(Optional.empty());

        offer(publisher, 3, 16);

        assertThat(heard(1)).containsExactly("step-0000003: fid 16.0000; the best stays step-0000001 with 15.0000.");
        assertThat(folder.resolve("snapshots/step-0000001")).isDirectory();
        assertThat(folder.resolve("snapshots/step-0000003")).doesNotExist();
    }

    @Test
    void saysWhenACheckpointHasNoSuchFigure() throws IOException {
        ActorRef<Publisher.Command> publisher = publisher(Optional.empty());

        publisher.tell(new Publisher.Offer(snapshot(1), Map.of("psnr", 20.0)));

        assertThat(heard(1)).containsExactly("step-0000001 cannot be compared: it has no figure fid, only [psnr].");
    }

    @Test
    void sendsEachBetterOneAndTellsWhenNothingIsOnItsWay() throws IOException {
        ActorRef<Publisher.Command> publisher = publisher(Optional.of(this::sink));
        offer(publisher, 1, 30);
        heard(1);
        publisher.tell(new Publisher.Finish());
        run.expectNoMessage(Duration.ofMillis(50));

        answer(0, new CheckpointSink.Accepted());

        assertThat(heard(1)).containsExactly("step-0000001 was sent.");
        run.expectMessageClass(Publisher.Idle.class);
    }

    @Test
    void triesAgainLaterAndLaterThenGivesUp() throws IOException {
        ActorRef<Publisher.Command> publisher = publisher(Optional.of(this::sink));
        offer(publisher, 1, 30);
        heard(1);

        fail(0);
        heard(1);
        TIME.timePasses(Duration.ofMillis(999));
        assertThat(count()).isEqualTo(1);
        TIME.timePasses(Duration.ofMillis(1));
        fail(1);
        run.expectNoMessage(Duration.ofMillis(50));
        TIME.timePasses(Duration.ofMillis(1999));
        assertThat(count()).isEqualTo(2);
        TIME.timePasses(Duration.ofMillis(1));
        fail(2);

        assertThat(heard(1)).containsExactly("step-0000001 was not sent after 3 tries (nobody listens).");
    }

    @Test
    void doesNotAskAgainWhereItWasRefused() throws IOException {
        ActorRef<Publisher.Command> publisher = publisher(Optional.of(this::sink));
        offer(publisher, 1, 30);
        heard(1);

        answer(0, new CheckpointSink.Refused("HTTP 401"));

        assertThat(heard(1)).containsExactly("step-0000001 was refused: HTTP 401.");
        TIME.timePasses(Duration.ofMinutes(5));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void sendsTheNewestOfThoseThatWaited() throws IOException {
        ActorRef<Publisher.Command> publisher = publisher(Optional.of(this::sink));
        offer(publisher, 1, 30);
        offer(publisher, 2, 20);
        offer(publisher, 3, 10);
        heard(3);

        answer(0, new CheckpointSink.Accepted());
        heard(1);
        answer(1, new CheckpointSink.Accepted());
        heard(1);

        assertThat(names).containsExactly("step-0000001", "step-0000003");
    }

    private ActorRef<Publisher.Command> publisher(Optional<CheckpointSink> sink) throws IOException {
        return KIT.spawn(
                Publisher.create(new RunFolder(folder), Yardstick.parse("lowest fid"), sink, SETTINGS, run.ref()));
    }

    private void offer(ActorRef<Publisher.Command> publisher, int step, double fid) throws IOException {
        publisher.tell(new Publisher.Offer(snapshot(step), Map.of("fid", fid)));
    }

    private Path snapshot(int step) throws IOException {
        Path snapshot = new RunFolder(folder).snapshot(step);
        Files.createDirectories(snapshot);
        Files.writeString(snapshot.resolve("manifest.json"), "{}");
        return snapshot;
    }

    private List<String> heard(int sentences) {
        return run.receiveSeveralMessages(sentences).stream()
                .map(report -> ((Publisher.Said) report).sentence())
                .toList();
    }

    private CompletableFuture<CheckpointSink.Answer> sink(Path checkpoint) {
        CompletableFuture<CheckpointSink.Answer> answer = new CompletableFuture<>();
        synchronized (sent) {
            names.add(checkpoint.getFileName().toString());
            sent.add(answer);
        }
        return answer;
    }

    private int count() {
        synchronized (sent) {
            return sent.size();
        }
    }

    private void answer(int which, CheckpointSink.Answer answer) {
        asked(which).complete(answer);
    }

    private void fail(int which) {
        asked(which).completeExceptionally(new IOException("nobody listens"));
    }

    private CompletableFuture<CheckpointSink.Answer> asked(int which) {
        run.awaitAssert(PATIENCE, () -> {
            assertThat(count()).isGreaterThan(which);
            return null;
        });
        synchronized (sent) {
            return sent.get(which);
        }
    }
}
