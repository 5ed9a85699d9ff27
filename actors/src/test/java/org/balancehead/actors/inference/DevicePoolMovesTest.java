package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.ForgetPerson;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.inference.PoolStatus.DeviceFailed;
import org.balancehead.actors.inference.PoolStatus.PoolDown;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.junit.jupiter.api.Test;

class DevicePoolMovesTest extends PoolScenario {
    @Test
    void showsOnAnotherDeviceWhatASessionSawOnTheOneThatIsGivenUp() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 5);
        showAvatarOf(pool, BEN, 6);

        giveUp(pool, "gpu0", ANNE);

        assertThat(viewOf(pool, ANNE)).isEqualTo(5);
        assertThat(viewOf(pool, BEN)).isEqualTo(6);
        assertThat(metrics.devices().states())
                .containsOnly(Map.entry(FIRST, DeviceState.GIVEN_UP), Map.entry(SECOND, DeviceState.READY));
        assertThat(metrics.devices().sessions()).containsOnly(Map.entry(FIRST, 0), Map.entry(SECOND, 2));
        assertThat(status.receiveMessage(PATIENCE)).isInstanceOf(DeviceFailed.class);
    }

    @Test
    void givesNewcomersNoDeviceThatIsGivenUp() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 1);
        giveUp(pool, "gpu0", ANNE);

        showAvatarOf(pool, BEN, 1);

        assertThat(metrics.devices().sessions()).containsOnly(Map.entry(FIRST, 0), Map.entry(SECOND, 2));
    }

    @Test
    void showsNobodyAgainWhoWasForgottenBeforeTheMove() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 5);

        faults.put("gpu0", PoolScenario::fail);
        pool.tell(new Submit(view(ANNE)));
        pool.tell(new ForgetPerson(ANNE));
        awaitState(FIRST, DeviceState.GIVEN_UP);
        next();
        awaitSessions(SECOND, 1);
        pool.tell(new Submit(view(ANNE)));

        assertThat(next()).isEqualTo(new Outcome.AvatarMissing());
    }

    @Test
    void refusesAllWorkForGoodOnlyWhenTheLastDeviceIsGivenUp() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 1);
        giveUp(pool, "gpu0", ANNE);
        giveUp(pool, "gpu1", ANNE);

        pool.tell(new Submit(view(ANNE)));
        Outcome ofAnne = next();
        pool.tell(new Submit(view(BEN)));

        assertThat(ofAnne).isEqualTo(new WorkRefused(Refusal.DEVICE_FAILED));
        assertThat(next()).isEqualTo(new WorkRefused(Refusal.DEVICE_FAILED));
        assertThat(settled())
                .isInstanceOfSatisfying(
                        PoolDown.class, down -> assertThat(down.forGood()).isTrue());
    }

    @Test
    void movesASessionWithoutALostViewWhenTwoMoreAreOnItsDevice() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        List<SessionId> sessions = List.of(ANNE, BEN, new SessionId("caro"), new SessionId("dan"));
        sessions.forEach(session -> refine(pool, session));
        Map<DeviceLabel, Integer> before = metrics.devices().sessions();

        pool.tell(new EndSession(sessions.get(1)));
        pool.tell(new EndSession(sessions.get(3)));
        for (int i = 0; i < 6; i++) { // too few for speeds to be told, which are noise here
            pool.tell(new Submit(view(ANNE)));
            pool.tell(new Submit(view(sessions.get(2))));
            assertThat(List.of(next(), next())).hasOnlyElementsOfType(Outcome.ViewRendered.class);
        }

        assertThat(before).containsOnly(Map.entry(FIRST, 2), Map.entry(SECOND, 2));
        assertThat(metrics.devices().sessions()).containsOnly(Map.entry(FIRST, 1), Map.entry(SECOND, 1));
    }

    @Test
    void handsTheOthersOverWhenOneSessionsWorkMakesTheirDeviceFail() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        refine(pool, ANNE);
        showAvatarOf(pool, new SessionId("on the other"), 1);
        refine(pool, BEN);
        Semaphore gate = new Semaphore(0);

        faults.put("gpu0", call -> {
            faults.put("gpu0", opening -> gate.acquireUninterruptibly());
            fail(call);
        });
        pool.tell(new Submit(view(ANNE)));
        Outcome crashed = next();
        long ofBen = viewOf(pool, BEN);
        Map<DeviceLabel, Integer> meanwhile = metrics.devices().sessions();
        faults.clear();
        gate.release(1000);

        assertThat(crashed).isEqualTo(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(ofBen).isPositive();
        assertThat(meanwhile).containsOnly(Map.entry(FIRST, 1), Map.entry(SECOND, 2));
        assertThat(viewOf(pool, ANNE)).isPositive();
    }

    @Test
    void answersWhatADeviceHadInHandWhenItEndsUnexpectedly() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 1);
        Semaphore gate = new Semaphore(0);
        faults.put("gpu0", call -> gate.acquireUninterruptibly());
        pool.tell(new Submit(view(ANNE)));

        pool.tell(new Submit(new Work.AnalyseFrame(ANNE, Heads.picture(8, 8, 1, 2, 3), outcomes.ref()))); // its bane
        List<Outcome> answers = List.of(next(), next());
        pool.tell(new Submit(view(ANNE)));
        Outcome elsewhere = next();
        gate.release(1000);

        assertThat(answers).containsOnly(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(elsewhere).isEqualTo(new Outcome.AvatarMissing());
        assertThat(metrics.devices().states()).containsOnly(Map.entry(SECOND, DeviceState.READY));
    }
}
