package org.balancehead.actors.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.assertj.core.groups.Tuple;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.DeploymentCoordinator.Command;
import org.balancehead.actors.deployment.DeploymentCoordinator.Deploy;
import org.balancehead.actors.deployment.DeploymentCoordinator.ListModels;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.DeploymentCoordinator.ServingTaken;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.Serving.NowServing;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.Bar;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A coordinator of fake versions, the owner that it tells whom newcomers begin on, and an operator who asks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CoordinatorScenario {
    static final InferenceSettings TWO_CRASHES = QuickRecovery.after(2, 1);
    private static final InferenceSettings FIVE_CRASHES = QuickRecovery.after(5, 1);

    final ActorTestKit kit = ActorTestKit.create();
    TestProbe<Serving> owner;
    TestProbe<DeploymentReply> operator;
    CountedMetrics metrics;
    FakeCheckpoints checkpoints;
    Map<Integer, FakeHeadModel> opened;
    private @Nullable ActorRef<Command> coordinator;

    @BeforeEach
    final void begin() {
        owner = kit.createTestProbe();
        operator = kit.createTestProbe();
        metrics = new CountedMetrics();
        checkpoints = new FakeCheckpoints();
        opened = new ConcurrentHashMap<>();
    }

    @AfterEach
    final void stop() {
        kit.stop(coordinator());
    }

    @AfterAll
    final void shutDown() {
        kit.shutdownTestKit();
    }

    /** The coordinator of the test serves its first version; the next ones serve without a trial. */
    final NowServing serve() {
        start(this::open, TWO_CRASHES, CanarySettings.atOnce());
        return taken();
    }

    /** The coordinator of the test serves its first version, and tries the next ones for so long. */
    final NowServing serveAndTry(Duration trial) {
        CanarySettings usual = CanarySettings.DEFAULTS;
        CanarySettings canary = new CanarySettings(
                usual.share(),
                trial,
                usual.minViews(),
                usual.minAvatars(),
                usual.maxErrorRate(),
                usual.latencyFactor(),
                usual.latencySlack(),
                usual.psnrTolerance(),
                usual.identityTolerance());
        start(this::open, FIVE_CRASHES, canary);
        return taken();
    }

    final void start(Candidate.Opening first, InferenceSettings inference, CanarySettings canary) {
        coordinator = kit.spawn(DeploymentCoordinator.create(
                FakeCheckpoints.candidate(first),
                checkpoints,
                inference,
                new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, canary),
                owner.ref(),
                metrics.live()));
    }

    final ActorRef<Command> coordinator() {
        return requireNonNull(coordinator, "No coordinator was started.");
    }

    final void tell(Command command) {
        coordinator().tell(command);
    }

    /** The next version that serves, with its owner's answer. */
    final NowServing taken() {
        NowServing now = owner.expectMessageClass(NowServing.class);
        tell(new ServingTaken(now.turn()));
        return now;
    }

    /** A whole checkpoint comes to that folder, and is deployed. */
    final void deploy(String folder) {
        checkpoints.put(folder, this::open);
        deployFrom(folder);
    }

    final void deployFrom(String folder) {
        accepted(new Deploy(Path.of(folder), operator.ref()));
    }

    final Accepted accepted(Command request) {
        tell(request);
        return operator.expectMessageClass(Accepted.class);
    }

    final Refused refused(Command request) {
        tell(request);
        return operator.expectMessageClass(Refused.class);
    }

    final Deployment described(int number) {
        tell(new DeploymentCoordinator.Describe(number, operator.ref()));
        return operator.expectMessageClass(DeploymentReply.Described.class).deployment();
    }

    /** A rollback waits until version 2 is freed, which it is when the latch opens. */
    final CountDownLatch waitingRollback() {
        serve();
        AtomicBoolean busy = new AtomicBoolean();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put(
                "busy",
                (device, number) -> opened(number, new FakeHeadModel(call -> {
                    if (call.equals("render") && busy.get()) {
                        await(go);
                    }
                })));
        deployFrom("busy");
        NowServing second = taken();
        busy.set(true);
        showAHead(second.devices());
        deploy("third");
        taken();
        tell(new Rollback(operator.ref()));
        return go;
    }

    /** A session makes an avatar there, and asks for a view of it. */
    final void showAHead(ActorRef<DeviceRequest> device) {
        assertThat(tryAHead(device)).isInstanceOf(Outcome.SliceDone.class);
    }

    /** A session begins an avatar there, and asks for a view of it, whatever came of the beginning. */
    final Outcome tryAHead(ActorRef<DeviceRequest> device) {
        TestProbe<Outcome> session = kit.createTestProbe();
        SessionId anne = new SessionId("anne");
        device.tell(new DeviceRequest.Submit(new Work.InvertSlice(
                anne, Priority.FIRST_VIEW, List.of(Heads.aligned(0)), 1, Bar.NONE, session.ref())));
        Outcome began = session.receiveMessage();
        device.tell(new DeviceRequest.Submit(
                new Work.RenderView(anne, CameraPose.orbit(0, 0), Duration.ofMinutes(1), session.ref())));
        return began;
    }

    final HeadModel open(String device, int number) {
        return opened(number, FakeCheckpoints.model(device, number));
    }

    final FakeHeadModel opened(int number, FakeHeadModel model) {
        opened.put(number, model);
        return model;
    }

    final FakeHeadModel model(int number) {
        return requireNonNull(opened.get(number));
    }

    final List<ModelEntry> models() {
        TestProbe<DeploymentReply> asker = kit.createTestProbe();
        tell(new ListModels(asker.ref()));
        return asker.expectMessageClass(DeploymentReply.Listed.class).models();
    }

    final void awaitStates(Tuple... states) {
        operator.awaitAssert(() -> {
            assertThat(models())
                    .extracting(ModelEntry::number, ModelEntry::state, ModelEntry::sessions)
                    .containsExactly(states);
            return null;
        });
    }

    /** Waits until only these versions are in memory. */
    final void awaitHeld(Integer... numbers) {
        operator.awaitAssert(() -> {
            assertThat(metrics.versions().held()).containsOnlyKeys(numbers);
            return null;
        });
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }
}
