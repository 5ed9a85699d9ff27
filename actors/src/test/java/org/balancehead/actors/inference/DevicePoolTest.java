package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceRequest.Close;
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.inference.PoolStatus.PoolDown;
import org.balancehead.actors.inference.PoolStatus.PoolReady;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.model.checkpoint.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePoolTest extends PoolScenario {
    @Test
    void isReadyWhenEveryDeviceHasOpened() {
        Semaphore gate = new Semaphore(0);
        faults.put("gpu1", call -> gate.acquireUninterruptibly());

        start("gpu0", "gpu1");
        awaitState(FIRST, DeviceState.READY);
        status.expectNoMessage();
        faults.remove("gpu1");
        gate.release(1000);

        assertThat(status.receiveMessage(PATIENCE)).isInstanceOf(PoolReady.class);
        assertThat(metrics.devices().states())
                .containsOnly(Map.entry(FIRST, DeviceState.READY), Map.entry(SECOND, DeviceState.READY));
    }

    @Test
    void tellsTwoWorkersOfOneDeviceApart() {
        ready("cpu", "cpu");

        assertThat(metrics.devices().states())
                .containsOnlyKeys(new DeviceLabel("cpu", VERSION), new DeviceLabel("cpu#2", VERSION));
    }

    @Test
    void sharesSessionsOutEquallyAndGivesTheirPlacesOnWhenTheyEnd() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");

        for (int i = 0; i < 6; i++) {
            showAvatarOf(pool, new SessionId("session " + i), 1);
        }
        Map<DeviceLabel, Integer> six = metrics.devices().sessions();
        for (int i = 0; i < 6; i += 2) {
            pool.tell(new EndSession(new SessionId("session " + i)));
        }
        showAvatarOf(pool, ANNE, 1);
        showAvatarOf(pool, BEN, 1);

        assertThat(six).containsOnly(Map.entry(FIRST, 3), Map.entry(SECOND, 3));
        assertThat(metrics.devices().sessions().values()).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void leavesASessionOnItsDevice() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 5);
        showAvatarOf(pool, BEN, 6);

        for (int i = 0; i < 4; i++) {
            assertThat(viewOf(pool, ANNE)).isEqualTo(5);
            assertThat(viewOf(pool, BEN)).isEqualTo(6);
        }
    }

    @Test
    void saysThatItIsDownOnlyWhileNoDeviceTakesWork() {
        ActorRef<DeviceRequest> pool = ready("gpu0");
        showAvatarOf(pool, ANNE, 4);
        faults.put("gpu0", this::failOnce);

        pool.tell(new Submit(view(ANNE)));
        Outcome crashed = next();

        assertThat(crashed).isEqualTo(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(status.receiveMessage(PATIENCE))
                .isInstanceOfSatisfying(
                        PoolDown.class, down -> assertThat(down.forGood()).isFalse());
        assertThat(status.receiveMessage(PATIENCE)).isInstanceOf(PoolReady.class);
        assertThat(viewOf(pool, ANNE)).isEqualTo(4);
    }

    @Test
    void servesOnTheDevicesThatOpenWhenAnotherNeverDoes() {
        faults.put("gpu1", PoolScenario::fail);

        ActorRef<DeviceRequest> pool = start("gpu0", "gpu1");
        awaitState(SECOND, DeviceState.GIVEN_UP);
        showAvatarOf(pool, ANNE, 1);

        assertThat(settled()).isInstanceOf(PoolReady.class);
        assertThat(metrics.devices().sessions()).containsEntry(FIRST, 1);
    }

    @Test
    void endsWhenAllDevicesHave() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 1);

        pool.tell(new Close());

        outcomes.expectTerminated(pool, PATIENCE);
        assertThat(metrics.devices().states()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu0", "gpu1"})
    void isUnfitWhenEitherDeviceFindsThatItsCheckpointIsRefused(String finder) {
        faults.put(finder, call -> {
            throw new CheckpointException("Its first view shows nothing.");
        });

        start("gpu0", "gpu1");

        PoolStatus told = status.receiveMessage(PATIENCE);
        assertThat(told).isEqualTo(new PoolStatus.ModelUnfit(VERSION, "Its first view shows nothing."));
        awaitState(new DeviceLabel(finder, VERSION), DeviceState.GIVEN_UP);
    }
}
