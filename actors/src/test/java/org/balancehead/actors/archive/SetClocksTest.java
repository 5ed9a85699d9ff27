package org.balancehead.actors.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.archive.AvatarArchivist.Describe;
import org.balancehead.actors.archive.AvatarArchivist.Description;
import org.balancehead.actors.archive.AvatarArchivist.Keep;
import org.balancehead.actors.archive.AvatarArchivist.KeepReply;
import org.balancehead.actors.archive.AvatarArchivist.Kept;
import org.balancehead.actors.archive.AvatarArchivist.NotKept;
import org.balancehead.actors.archive.AvatarArchivist.Read;
import org.balancehead.actors.archive.AvatarArchivist.ReadReply;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.SavedAvatar;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's clock is set while avatars are kept: they go when their time is over, and no earlier. */
class SetClocksTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration YEAR = Duration.ofDays(365);

    @TempDir
    private Path folder;

    private final ManualTime timers = ManualTime.get(KIT.system());
    private final TwoClocks clocks = new TwoClocks(Instant.parse("2030-01-31T12:00:00Z"));
    private final TestProbe<KeepReply> keeper = KIT.createTestProbe();
    private final TestProbe<Description> asker = KIT.createTestProbe();
    private ActorRef<AvatarArchivist.Command> archivist =
            KIT.<AvatarArchivist.Command>createTestProbe().ref();

    @BeforeEach
    void begin() {
        archivist = start();
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void deletesAtTheEndOfALifetimeAlthoughTheClockWasSetBack() {
        AvatarId id = keep();
        clocks.set(YEAR.negated());

        pass(LIFETIME.minus(SWEEP));
        boolean beforeItsEnd = isThere(id);
        pass(SWEEP.plusMinutes(1));

        assertThat(beforeItsEnd).isTrue();
        assertThat(isThere(id)).isFalse();
    }

    @Test
    void showsNobodyWhatIsOverAlthoughTheClockWasSetBack() {
        AvatarId id = keep();
        clocks.set(YEAR.negated());
        clocks.pass(LIFETIME.plusSeconds(1)); // no sweep has come yet

        assertThat(describe(id).expired()).isTrue();
        assertThat(isShown(id)).isFalse();
    }

    @Test
    void deletesNothingWhenTheClockJumpsForwardForAMoment() {
        AvatarId id = keep();
        clocks.set(YEAR);
        pass(SWEEP);
        Description meanwhile = describe(id);
        clocks.set(YEAR.negated());
        pass(SWEEP.multipliedBy(3));

        assertThat(meanwhile.facts()).isPresent();
        assertThat(meanwhile.expired()).isTrue();
        assertThat(describe(id).expired()).isFalse();
        assertThat(isShown(id)).isTrue();
    }

    @Test
    void aFullFolderDeletesNothingEitherWhenTheClockJumpsForwardForAMoment() {
        AvatarId first = keep();
        keep();
        clocks.set(YEAR);
        pass(SWEEP);

        for (int i = 0; i < 3; i++) {
            archivist.tell(new Keep(avatar(), keeper.ref()));
            keeper.expectMessageClass(NotKept.class);
        }

        clocks.set(YEAR.negated());
        assertThat(isShown(first)).isTrue();
    }

    @Test
    void believesAClockThatStaysForward() {
        AvatarId id = keep();
        clocks.set(YEAR);

        pass(SWEEP);
        boolean afterOneSweep = isThere(id);
        pass(SWEEP);

        assertThat(afterOneSweep).isTrue();
        assertThat(isThere(id)).isFalse();
    }

    @Test
    void aRestartGivesWhatSeemsToComeFromTheFutureNoMoreThanItsLifetime() {
        AvatarId id = keep();
        clocks.set(YEAR.negated());
        KIT.stop(archivist);
        archivist = start();

        boolean afterTheStart = isThere(id);
        pass(LIFETIME.plus(SWEEP));

        assertThat(afterTheStart).isTrue();
        assertThat(isThere(id)).isFalse();
    }

    @Test
    void deletesAtTheFirstSweepWhenNoClockWasSet() {
        AvatarId id = keep();

        pass(LIFETIME);

        assertThat(isThere(id)).isFalse();
    }

    private ActorRef<AvatarArchivist.Command> start() {
        return KIT.spawn(AvatarArchivist.create(
                new ArchiveSettings(Optional.of(folder), 2, 1000, LIFETIME, SWEEP),
                new CountedMetrics().sessions(),
                clocks::wall,
                clocks::steadyNanos));
    }

    /** Lets time pass, sweep by sweep. */
    private void pass(Duration time) {
        Duration left = time;
        while (!left.isZero()) {
            Duration step = left.compareTo(SWEEP) < 0 ? left : SWEEP;
            clocks.pass(step);
            timers.timePasses(step);
            left = left.minus(step);
            describe(AvatarId.random()); // the sweep, if one was due, is over
        }
    }

    private AvatarId keep() {
        archivist.tell(new Keep(avatar(), keeper.ref()));
        return keeper.expectMessageClass(Kept.class).id();
    }

    private Description describe(AvatarId id) {
        archivist.tell(new Describe(id, asker.ref()));
        return asker.receiveMessage();
    }

    private boolean isThere(AvatarId id) {
        return describe(id).facts().isPresent();
    }

    private boolean isShown(AvatarId id) {
        TestProbe<ReadReply> reader = KIT.createTestProbe();
        archivist.tell(new Read(id, reader.ref()));
        return reader.receiveMessage().avatar().isPresent();
    }

    private static SavedAvatar avatar() {
        AvatarCopy copy = new AvatarCopy(
                "fake 1",
                Map.of("planes", StoredTensor.of(new float[] {1, 2}, 2)),
                new Revision(3, Stage.W_PLUS, 21.5, 0.75));
        return new SavedAvatar(copy, "digest", List.of(AlignedHead.grey(2)));
    }
}
