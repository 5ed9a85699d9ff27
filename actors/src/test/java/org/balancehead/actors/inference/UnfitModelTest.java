package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.DeviceStatus.DeviceDown;
import org.balancehead.actors.inference.DeviceStatus.DeviceReady;
import org.balancehead.actors.inference.DeviceStatus.ModelUnfit;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.model.checkpoint.CheckpointException;
import org.junit.jupiter.api.Test;

/** A device does not try again to open what is refused for what it is, unless it was open before. */
class UnfitModelTest extends DeviceScenario {
    @Test
    void isGivenUpAtOnceWhenItsCheckpointIsRefused() {
        AtomicInteger tries = new AtomicInteger();
        ActorRef<DeviceOrder> device = start(() -> {
            tries.incrementAndGet();
            throw new CheckpointException("The weights have no 'a'.");
        });

        List<DeviceStatus> told = status.receiveSeveralMessages(2);
        device.tell(new Submit(view(ANNE)));

        DeviceLabel label = new DeviceLabel("cpu", 1);
        assertThat(told)
                .containsExactly(
                        new ModelUnfit(label, "The weights have no 'a'."),
                        new DeviceDown(label, "The weights have no 'a'.", true));
        outcomes.expectMessage(new WorkRefused(Refusal.DEVICE_RESTARTS));
        status.expectNoMessage(Duration.ofMillis(50));
        assertThat(tries).hasValue(1);
        assertThat(metrics.devices().events(DeviceEvent.GIVEN_UP))
                .as("alarms are for devices that are broken")
                .isZero();
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
    }

    @Test
    void triesAgainWhenWhatItHadOpenOnceIsRefusedLater() {
        AtomicInteger tries = new AtomicInteger();
        ActorRef<DeviceOrder> device = start(() -> switch (tries.incrementAndGet()) {
            case 1 -> new FakeHeadModel(failing("invert"));
            case 2 -> throw new CheckpointException("Another one lies there now.");
            default -> new FakeHeadModel();
        });

        device.tell(new Submit(slice(ANNE, 1, Heads.aligned(0))));

        outcomes.expectMessage(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(status.receiveSeveralMessages(4))
                .extracting(Object::getClass)
                .containsExactly(DeviceReady.class, DeviceDown.class, DeviceDown.class, DeviceReady.class);
    }
}
