package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.ViewRendered;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DeviceEvent;
import org.junit.jupiter.api.Test;

/** What a device renders in one call: the views that wait while it renders others. */
class ViewsTogetherTest extends DeviceScenario {
    private static final SessionId DORA = new SessionId("dora");

    @Test
    void rendersViewsThatWaitInOneCallAndAnswersEach() {
        ActorRef<DeviceOrder> device = startWith(8, call -> {});
        showAll(device);

        renderWhileOneIsHeld(device, BEN, CARO, DORA);

        assertThat(outcomes.receiveSeveralMessages(4)).hasOnlyElementsOfType(ViewRendered.class);
        assertThat(metrics.devices().together()).containsExactly(1, 3);
    }

    @Test
    void rendersNoMoreTogetherThanTheSettingsSay() {
        ActorRef<DeviceOrder> device = startWith(2, call -> {});
        showAll(device);

        renderWhileOneIsHeld(device, BEN, CARO, DORA);

        assertThat(outcomes.receiveSeveralMessages(4)).hasOnlyElementsOfType(ViewRendered.class);
        assertThat(metrics.devices().together()).containsExactly(1, 2, 1);
    }

    @Test
    void answersWhoHasNoAvatarBesideThoseWhoHave() {
        ActorRef<DeviceOrder> device = startWith(8, call -> {});
        showAvatarOf(device, ANNE);
        showAvatarOf(device, CARO);

        renderWhileOneIsHeld(device, BEN, CARO);

        List<Outcome> answers = outcomes.receiveSeveralMessages(3);
        assertThat(answers).filteredOn(ViewRendered.class::isInstance).hasSize(2);
        assertThat(answers).contains(new Outcome.AvatarMissing());
        assertThat(metrics.devices().together()).containsExactly(1, 2);
    }

    @Test
    void tellsNothingToASessionThatEndsWhileItsViewIsRenderedWithOthers() {
        ActorRef<DeviceOrder> device = startWith(8, call -> {});
        showAll(device);
        holdOneWhileOthersWait(device, BEN, CARO);
        brake.letOnePass();
        outcomes.expectMessageClass(ViewRendered.class);

        device.tell(new EndSession(BEN));
        device.tell(new DeviceRequest.CopyShown(CARO, outcomes.ref())); // heard once the end was
        outcomes.expectMessageClass(Outcome.ShownCopy.class);
        brake.release();

        outcomes.expectMessageClass(ViewRendered.class);
        outcomes.expectNoMessage(Duration.ofMillis(100));
    }

    @Test
    void rendersOneByOneWhatThereIsNoMemoryForTogether() {
        ActorRef<DeviceOrder> device = startWith(8, outOfMemoryAt("render", 2));
        showAll(device);

        renderWhileOneIsHeld(device, BEN, CARO);

        assertThat(outcomes.receiveSeveralMessages(3)).hasOnlyElementsOfType(ViewRendered.class);
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
    }

    @Test
    void refusesAllOfThemWhenTheWorkerFailsOnOne() {
        ActorRef<DeviceOrder> device = startWith(8, new Consumer<>() {
            private int renders;

            @Override
            public void accept(String call) {
                if (call.equals("render") && ++renders > 1) {
                    throw new IllegalStateException("The planted failure.");
                }
            }
        });
        showAll(device);

        renderWhileOneIsHeld(device, BEN, CARO);

        assertThat(outcomes.receiveSeveralMessages(3))
                .filteredOn(answer -> !(answer instanceof ViewRendered))
                .containsExactly(new WorkRefused(Refusal.WORKER_CRASHED), new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isEqualTo(1);
    }

    private ActorRef<DeviceOrder> startWith(int viewsTogether, Consumer<String> fault) {
        InferenceSettings settings = new InferenceSettings(
                List.of("cpu"),
                1,
                QUICK.ticketsPerDevice(),
                viewsTogether,
                QUICK.patience(),
                QUICK.recovery(),
                QUICK.memoryBudget(),
                QUICK.loadDeadline());
        return start(() -> new FakeHeadModel(brake.andThen(fault)), settings);
    }

    private void showAll(ActorRef<DeviceOrder> device) {
        for (SessionId session : List.of(ANNE, BEN, CARO, DORA)) {
            showAvatarOf(device, session);
        }
    }

    private void renderWhileOneIsHeld(ActorRef<DeviceOrder> device, SessionId... waiting) {
        holdOneWhileOthersWait(device, waiting);
        brake.release();
    }

    /** Renders for Anne, and lets the others wait meanwhile. */
    private void holdOneWhileOthersWait(ActorRef<DeviceOrder> device, SessionId... waiting) {
        brake.hold("render");
        device.tell(new Submit(view(ANNE)));
        for (SessionId session : waiting) {
            device.tell(new Submit(view(session)));
        }
        status.awaitAssert(() -> {
            assertThat(metrics.devices().deepestQueue()).isEqualTo(waiting.length);
            return null;
        });
    }
}
