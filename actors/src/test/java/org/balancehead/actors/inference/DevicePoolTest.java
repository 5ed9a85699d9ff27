package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.DeviceRequest.Close;
import org.balancehead.actors.inference.DeviceRequest.EndSession;
import org.balancehead.actors.inference.DeviceRequest.ForgetPerson;
import org.balancehead.actors.inference.DeviceRequest.Submit;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.actors.inference.Outcome.WorkRefused;
import org.balancehead.actors.inference.PoolStatus.DeviceFailed;
import org.balancehead.actors.inference.PoolStatus.PoolDown;
import org.balancehead.actors.inference.PoolStatus.PoolReady;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.metrics.DeviceState;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DevicePoolTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    /** Only a failing test waits so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int VERSION = 3;
    private static final DeviceLabel FIRST = new DeviceLabel("gpu0", VERSION);
    private static final DeviceLabel SECOND = new DeviceLabel("gpu1", VERSION);
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");

    private final TestProbe<Outcome> outcomes = KIT.createTestProbe();
    private final TestProbe<PoolStatus> status = KIT.createTestProbe();
    private final CountedMetrics metrics = new CountedMetrics();

    /** What befalls the calls of each device's model. */
    private final Map<String, Consumer<String>> faults = new ConcurrentHashMap<>();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

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
        assertThat(metrics.devices())
                .containsOnly(Map.entry(FIRST, DeviceState.READY), Map.entry(SECOND, DeviceState.READY));
    }

    @Test
    void tellsTwoWorkersOfOneDeviceApart() {
        ready("cpu", "cpu");

        assertThat(metrics.devices())
                .containsOnlyKeys(new DeviceLabel("cpu", VERSION), new DeviceLabel("cpu#2", VERSION));
    }

    @Test
    void sharesSessionsOutEquallyAndGivesTheirPlacesOnWhenTheyEnd() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");

        for (int i = 0; i < 6; i++) {
            showAvatarOf(pool, new SessionId("session " + i), 1);
        }
        Map<DeviceLabel, Integer> six = metrics.sessionsOnDevices();
        for (int i = 0; i < 6; i += 2) {
            pool.tell(new EndSession(new SessionId("session " + i)));
        }
        showAvatarOf(pool, ANNE, 1);
        showAvatarOf(pool, BEN, 1);

        assertThat(six).containsOnly(Map.entry(FIRST, 3), Map.entry(SECOND, 3));
        assertThat(metrics.sessionsOnDevices().values()).containsExactlyInAnyOrder(2, 3);
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
    void showsOnAnotherDeviceWhatASessionSawOnTheOneThatIsGivenUp() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 5);
        showAvatarOf(pool, BEN, 6);

        giveUp(pool, "gpu0", ANNE);

        assertThat(viewOf(pool, ANNE)).isEqualTo(5);
        assertThat(viewOf(pool, BEN)).isEqualTo(6);
        assertThat(metrics.devices())
                .containsOnly(Map.entry(FIRST, DeviceState.GIVEN_UP), Map.entry(SECOND, DeviceState.READY));
        assertThat(metrics.sessionsOnDevices()).containsOnly(Map.entry(FIRST, 0), Map.entry(SECOND, 2));
        assertThat(status.receiveMessage(PATIENCE)).isInstanceOf(DeviceFailed.class);
    }

    @Test
    void givesNewcomersNoDeviceThatIsGivenUp() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 1);
        giveUp(pool, "gpu0", ANNE);

        showAvatarOf(pool, BEN, 1);

        assertThat(metrics.sessionsOnDevices()).containsOnly(Map.entry(FIRST, 0), Map.entry(SECOND, 2));
    }

    @Test
    void showsNobodyAgainWhoWasForgottenBeforeTheMove() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 5);

        faults.put("gpu0", DevicePoolTest::fail);
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
        faults.put("gpu1", DevicePoolTest::fail);

        ActorRef<DeviceRequest> pool = start("gpu0", "gpu1");
        awaitState(SECOND, DeviceState.GIVEN_UP);
        showAvatarOf(pool, ANNE, 1);

        assertThat(settled()).isInstanceOf(PoolReady.class);
        assertThat(metrics.sessionsOnDevices()).containsEntry(FIRST, 1);
    }

    @Test
    void endsWhenAllDevicesHave() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        showAvatarOf(pool, ANNE, 1);

        pool.tell(new Close());

        outcomes.expectTerminated(pool, PATIENCE);
        assertThat(metrics.devices()).isEmpty();
    }

    @Test
    void movesASessionWithoutALostViewWhenTwoMoreAreOnItsDevice() {
        ActorRef<DeviceRequest> pool = ready("gpu0", "gpu1");
        List<SessionId> sessions = List.of(ANNE, BEN, new SessionId("caro"), new SessionId("dan"));
        sessions.forEach(session -> refine(pool, session));
        Map<DeviceLabel, Integer> before = metrics.sessionsOnDevices();

        pool.tell(new EndSession(sessions.get(1)));
        pool.tell(new EndSession(sessions.get(3)));
        for (int i = 0; i < 20; i++) {
            pool.tell(new Submit(view(ANNE)));
            pool.tell(new Submit(view(sessions.get(2))));
            assertThat(List.of(next(), next())).hasOnlyElementsOfType(Outcome.ViewRendered.class);
        }

        assertThat(before).containsOnly(Map.entry(FIRST, 2), Map.entry(SECOND, 2));
        assertThat(metrics.sessionsOnDevices()).containsOnly(Map.entry(FIRST, 1), Map.entry(SECOND, 1));
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
        Map<DeviceLabel, Integer> meanwhile = metrics.sessionsOnDevices();
        faults.clear();
        gate.release(1000);

        assertThat(crashed).isEqualTo(new WorkRefused(Refusal.WORKER_CRASHED));
        assertThat(ofBen).isPositive();
        assertThat(meanwhile).containsOnly(Map.entry(FIRST, 1), Map.entry(SECOND, 2));
        assertThat(viewOf(pool, ANNE)).isPositive();
    }

    private ActorRef<DeviceRequest> ready(String... devices) {
        ActorRef<DeviceRequest> pool = start(devices);
        assertThat(status.receiveMessage(PATIENCE))
                .isEqualTo(new PoolReady(
                        VERSION, Optional.of(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE))));
        return pool;
    }

    private ActorRef<DeviceRequest> start(String... devices) {
        InferenceSettings quick = QuickRecovery.after(3, 3);
        InferenceSettings settings = new InferenceSettings(
                List.of(devices),
                quick.ticketsPerDevice(),
                quick.patience(),
                quick.recovery(),
                quick.memoryBudget(),
                quick.loadDeadline());
        return KIT.spawn(LocalDevices.ofModel(VERSION, this::opener, settings, status.ref(), metrics.live()));
    }

    private ModelOpener opener(String device) {
        return () -> new FakeHeadModel(
                call -> faults.getOrDefault(device, fine -> {}).accept(call));
    }

    private void giveUp(ActorRef<DeviceRequest> pool, String device, SessionId onIt) {
        faults.put(device, DevicePoolTest::fail);
        pool.tell(new Submit(view(onIt)));
        assertThat(next()).isEqualTo(new WorkRefused(Refusal.WORKER_CRASHED));
        DeviceLabel label = new DeviceLabel(device, VERSION);
        awaitState(label, DeviceState.GIVEN_UP);
    }

    private static void fail(String call) {
        throw new IllegalStateException("The planted failure of " + call + ".");
    }

    private void failOnce(String call) {
        faults.clear();
        fail(call);
    }

    private void awaitState(DeviceLabel device, DeviceState state) {
        status.awaitAssert(PATIENCE, () -> {
            assertThat(metrics.devices()).containsEntry(device, state);
            return null;
        });
    }

    private void awaitSessions(DeviceLabel device, int sessions) {
        status.awaitAssert(PATIENCE, () -> {
            assertThat(metrics.sessionsOnDevices()).containsEntry(device, sessions);
            return null;
        });
    }

    /** The first word that it takes work, or does so no more. */
    private PoolStatus settled() {
        while (true) {
            PoolStatus told = status.receiveMessage(PATIENCE);
            if (told instanceof PoolReady || (told instanceof PoolDown down && down.forGood())) {
                return told;
            }
        }
    }

    private void showAvatarOf(ActorRef<DeviceRequest> pool, SessionId session, long revision) {
        pool.tell(new Submit(new Work.InvertSlice(
                session,
                Priority.FOREGROUND,
                List.<AlignedHead>of(Heads.aligned(0)),
                revision,
                Bar.NONE,
                outcomes.ref())));
        assertThat(next()).isInstanceOf(Outcome.SliceDone.class);
    }

    /** Inverts until all is done. */
    private void refine(ActorRef<DeviceRequest> pool, SessionId session) {
        showAvatarOf(pool, session, 1);
        Outcome last;
        do {
            pool.tell(new Submit(
                    new Work.InvertSlice(session, Priority.FOREGROUND, List.of(), 1, Bar.NONE, outcomes.ref())));
            last = next();
        } while (last instanceof Outcome.SliceDone slice && !slice.finished());
        assertThat(last).isInstanceOf(Outcome.SliceDone.class);
    }

    private long viewOf(ActorRef<DeviceRequest> pool, SessionId session) {
        while (true) {
            pool.tell(new Submit(view(session)));
            Outcome outcome = next();
            if (outcome instanceof Outcome.ViewRendered view) {
                return view.revision();
            }
            assertThat(outcome).isEqualTo(new WorkRefused(Refusal.DEVICE_RESTARTS));
        }
    }

    private Outcome next() {
        return outcomes.receiveMessage(PATIENCE);
    }

    private Work view(SessionId session) {
        return new Work.RenderView(session, CameraPose.orbit(30, 0), Duration.ofMinutes(1), outcomes.ref());
    }
}
