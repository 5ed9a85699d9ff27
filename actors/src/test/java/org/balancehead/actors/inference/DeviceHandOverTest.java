package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceOrder.HandOver;
import org.balancehead.actors.inference.DeviceRequest.ShowAvatar;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.DeviceStatus.HandedOver;
import org.balancehead.actors.inference.DeviceStatus.Luggage;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DeviceEvent;
import org.junit.jupiter.api.Test;

class DeviceHandOverTest extends DeviceScenario {
    @Test
    void handsOverWhatASessionSawLastAndShowsItElsewhere() {
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<DeviceOrder> other = start(() -> model, QUICK, kit.createTestProbe());
        refine(device, ANNE, 7);

        Luggage luggage = handOver(device, ANNE).orElseThrow();
        Optional<Luggage> again = handOver(device, ANNE);
        other.tell(new ShowAvatar(ANNE, luggage.avatar().orElseThrow(), outcomes.ref()));
        Outcome shown = next();
        other.tell(new Submit(view(ANNE)));

        assertThat(shown)
                .isInstanceOfSatisfying(
                        Outcome.AvatarShown.class,
                        avatar -> assertThat(avatar.revision().number())
                                .isEqualTo(luggage.avatar().get().revision()));
        assertThat(next())
                .isInstanceOfSatisfying(
                        Outcome.ViewRendered.class,
                        view -> assertThat(view.revision())
                                .isEqualTo(luggage.avatar().get().revision()));
        assertThat(again).hasValue(Luggage.NONE);
        assertThat(model.threadsOf("restore")).containsExactly("balancehead-cpu-v1-rendering");
    }

    @Test
    void rendersTheViewInHandBeforeItsSessionLeavesAndSendsTheWaitingOneAlong() {
        FakeHeadModel model = new FakeHeadModel(brake);
        ActorRef<DeviceOrder> device = start(() -> model);
        refine(device, ANNE, 1);
        refine(device, BEN, 1);
        brake.hold("render");
        device.tell(new Submit(view(BEN)));
        device.tell(new Submit(view(ANNE)));

        Luggage ofBen = handOver(device, BEN).orElseThrow();
        Luggage ofAnne = handOver(device, ANNE).orElseThrow();
        brake.release();

        assertThat(ofBen.waiting()).isEmpty();
        assertThat(ofAnne.waiting()).hasSize(1);
        assertThat(next()).isInstanceOf(Outcome.ViewRendered.class);
        awaitOpen(model, 1);
    }

    @Test
    void keepsWhoseInversionIsUnderWay() {
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);
        showAvatarOf(device, ANNE);

        Optional<Luggage> ofAnne = handOver(device, ANNE);
        device.tell(new Submit(view(ANNE)));

        assertThat(ofAnne).isEmpty();
        assertThat(next()).isInstanceOf(Outcome.ViewRendered.class);
    }

    @Test
    void keepsTheSessionWhoseWorkMadeItFailAndLetsTheOthersGo() {
        AtomicInteger opened = new AtomicInteger();
        ActorRef<DeviceOrder> device = start(
                () -> opened.incrementAndGet() == 1 ? new FakeHeadModel(failing("render")) : new FakeHeadModel(brake));
        showAvatarOf(device, ANNE);
        showAvatarOf(device, BEN);
        device.tell(new Submit(view(ANNE)));
        outcomes.expectMessage(new WorkRefused(Refusal.WORKER_CRASHED));

        device.tell(new HandOver(Set.of(ANNE, BEN)));
        HandedOver handed = awaitHandedOver();

        assertThat(handed.asked()).containsExactlyInAnyOrder(ANNE, BEN);
        assertThat(handed.left()).containsOnlyKeys(BEN);
    }

    @Test
    void losesOnlyTheAvatarThatCannotBeShown() {
        ActorRef<DeviceOrder> device = start(FakeHeadModel::new);
        refine(device, ANNE, 1);
        KeptAvatar avatar = handOver(device, ANNE).flatMap(Luggage::avatar).orElseThrow();
        ActorRef<DeviceOrder> other = start(() -> new FakeHeadModel(failing("restore")), QUICK, kit.createTestProbe());
        showAvatarOf(other, BEN);

        other.tell(new ShowAvatar(ANNE, avatar, outcomes.ref()));
        Outcome told = next();
        other.tell(new Submit(view(ANNE)));
        Outcome ofAnne = next();
        other.tell(new Submit(view(BEN)));

        assertThat(told).isInstanceOf(Outcome.AvatarUnusable.class);
        assertThat(ofAnne).isEqualTo(new Outcome.AvatarMissing());
        assertThat(next()).isInstanceOf(Outcome.ViewRendered.class);
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
        assertThat(metrics.devices().events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
    }

    /** Inverts until all is done. */
    private void refine(ActorRef<DeviceOrder> device, SessionId session, long revision) {
        device.tell(new Submit(slice(session, revision, Heads.aligned(0))));
        while (outcomes.receiveMessage(PATIENCE) instanceof Outcome.SliceDone slice && !slice.finished()) {
            device.tell(new Submit(slice(session, revision)));
        }
    }

    /** What the session takes along; empty when it stays. */
    private Optional<Luggage> handOver(ActorRef<DeviceOrder> device, SessionId session) {
        device.tell(new HandOver(Set.of(session)));
        return Optional.ofNullable(awaitHandedOver().left().get(session));
    }

    private HandedOver awaitHandedOver() {
        while (true) {
            if (status.receiveMessage(PATIENCE) instanceof HandedOver handed) {
                return handed;
            }
        }
    }
}
