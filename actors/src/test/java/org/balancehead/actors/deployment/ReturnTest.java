package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.model.evaluation.QualityFloor;
import org.junit.jupiter.api.Test;

/** What a rollback comes to, and whether there is room to load, by the versions that there are. */
class ReturnTest {
    private static final ServedModel MODEL = new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE);

    private final Versions versions = new Versions(2);
    private final LoadGate gate = new LoadGate();

    @Test
    void takesBackWhatIsTriedBeforeAllElse() {
        serving();
        serving();
        Version canary = loaded();
        canary.beTried(MODEL);

        assertThat(Return.of(versions, gate, false)).isEqualTo(new Return.TakeBack(canary));
        assertThat(gate.whyNotNow(versions, false))
                .hasValueSatisfying(why -> assertThat(why.sentence())
                        .isEqualTo("Version 3 is being tried: promote it, roll it back, or deploy again when that is"
                                + " settled."));
    }

    @Test
    void returnsAtOnceToWhatIsStillInMemory() {
        Version first = serving();
        serving();

        assertThat(Return.of(versions, gate, false)).isEqualTo(new Return.AtOnce(first, MODEL));
    }

    @Test
    void loadsWhatWasFreedAgainWhenThereIsRoom() {
        Version first = serving();
        serving();
        first.close();
        first.freed();

        assertThat(Return.of(versions, gate, false)).isEqualTo(new Return.LoadAgain(first));
        assertThat(Return.of(versions, gate, true)).isInstanceOf(Return.Impossible.class);
    }

    @Test
    void waitsForWhatIsJustBeingFreed() {
        Version first = serving();
        serving();
        first.close();

        assertThat(Return.of(versions, gate, false)).isEqualTo(new Return.WhenFreed(first));
    }

    @Test
    void hasNothingToReturnToAtTheFirstVersion() {
        serving();

        assertThat(Return.of(versions, gate, false))
                .isInstanceOfSatisfying(
                        Return.Impossible.class,
                        not -> assertThat(not.why().why()).isEqualTo(Refusal.NO_PREVIOUS));
    }

    @Test
    void servesOnlyModelsOfTheFirstOnesSize() {
        Optional<String> first = gate.whyNotServed(MODEL);
        Optional<String> larger = gate.whyNotServed(new ServedModel(FakeHeadModel.VERSION, 64));

        assertThat(first).isEmpty();
        assertThat(larger).hasValueSatisfying(why -> assertThat(why).startsWith("It renders 64², but"));
    }

    /** One more version that serves; the last one drains, with a session on it. */
    private Version serving() {
        Optional<Version> last = versions.in(ModelState.SERVING);
        Version next = loaded();
        versions.succeeds(next, last);
        last.ifPresent(Version::drain);
        next.serve(MODEL, "It serves.");
        return next;
    }

    private Version loaded() {
        Version version =
                versions.add(new Candidate("fake", "1", Path.of("fake"), QualityFloor.NONE, FakeCheckpoints::model));
        version.load(TestInbox.<DeviceRequest>create().getRef());
        return version;
    }
}
