package org.balancehead.actors.deployment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
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
import org.balancehead.actors.deployment.DeploymentCoordinator.Close;
import org.balancehead.actors.deployment.DeploymentCoordinator.Command;
import org.balancehead.actors.deployment.DeploymentCoordinator.Deploy;
import org.balancehead.actors.deployment.DeploymentCoordinator.Freeze;
import org.balancehead.actors.deployment.DeploymentCoordinator.ListModels;
import org.balancehead.actors.deployment.DeploymentCoordinator.Models;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.DeploymentCoordinator.ServingTaken;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionBegan;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionEnded;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.Serving.NobodyServes;
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
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentCoordinatorTest {
    private static final DeploymentSettings AT_ONCE =
            new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.atOnce());
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final InferenceSettings TWO_CRASHES = QuickRecovery.after(2, 1);

    private static final InferenceSettings FIVE_CRASHES = QuickRecovery.after(5, 1);

    private static final Refused STOPPING = new Refused(
            Refusal.NO_ROOM, "The server is stopping and changes its models no more: ask again when it is back.");

    private final AtomicBoolean tried = new AtomicBoolean();
    private final TestProbe<Serving> owner = KIT.createTestProbe();
    private final TestProbe<DeploymentReply> operator = KIT.createTestProbe();
    private final CountedMetrics metrics = new CountedMetrics();
    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private final Map<Integer, FakeHeadModel> opened = new ConcurrentHashMap<>();
    private final ActorRef<Command> coordinator = KIT.spawn(DeploymentCoordinator.create(
            FakeCheckpoints.candidate(this::open), checkpoints, TWO_CRASHES, AT_ONCE, owner.ref(), metrics.live()));

    @AfterEach
    void stop() {
        KIT.stop(coordinator);
    }

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void servesTheFirstVersionAndThenTheOneThatIsDeployed() {
        NowServing first = taken();

        deploy("second");
        NowServing second = taken();

        assertThat(first.model().version().number()).isEqualTo(1);
        assertThat(second.model().version().number()).isEqualTo(2);
        assertThat(second.devices()).isNotEqualTo(first.devices());
    }

    @Test
    void freesTheOldVersionOnlyWhenItsLastSessionHasGone() {
        taken();
        coordinator.tell(new SessionBegan(1));
        coordinator.tell(new SessionBegan(1));
        deploy("second");
        taken();

        coordinator.tell(new SessionEnded(1));
        awaitStates(tuple(1, ModelState.DRAINING, 1), tuple(2, ModelState.SERVING, 0));
        int stillOpen = model(1).open();
        coordinator.tell(new SessionEnded(1));

        awaitStates(tuple(1, ModelState.RETIRED, 0), tuple(2, ModelState.SERVING, 0));
        assertThat(stillOpen).isEqualTo(1);
        assertThat(model(1).open()).isZero();
        assertThat(model(2).open()).isEqualTo(1);
        assertThat(metrics.held()).containsExactly(Map.entry(2, 0));
    }

    @Test
    void keepsTheOldVersionUntilItsOwnerKnowsOfTheNewOne() {
        taken();
        deploy("second");
        NowServing second = owner.expectMessageClass(NowServing.class);

        coordinator.tell(new SessionBegan(1)); // it crossed the news
        coordinator.tell(new ServingTaken(second.turn()));

        awaitStates(tuple(1, ModelState.DRAINING, 1), tuple(2, ModelState.SERVING, 0));
        assertThat(model(1).open()).isEqualTo(1);
    }

    @Test
    void rendersForSessionsOfTheOldVersionWhileTheNewOneLoads() {
        NowServing first = taken();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("slow", (device, number) -> {
            await(go);
            return open(device, number);
        });
        accepted(new Deploy(Path.of("slow"), operator.ref()));
        TestProbe<Outcome> session = KIT.createTestProbe();

        first.devices()
                .tell(new DeviceRequest.Submit(new Work.RenderView(
                        new SessionId("a"), CameraPose.orbit(0, 0), Duration.ofMinutes(1), session.ref())));

        session.expectMessageClass(Outcome.AvatarMissing.class);
        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.LOADING, 0));
        go.countDown();
        assertThat(taken().model().version().number()).isEqualTo(2);
    }

    @Test
    void refusesACheckpointThatIsNoneAndChangesNothing() {
        taken();

        Refused refused = refused(new Deploy(Path.of("lost"), operator.ref()));

        assertThat(refused).isEqualTo(new Refused(Refusal.BAD_CHECKPOINT, "There is no checkpoint folder lost."));
        awaitStates(tuple(1, ModelState.SERVING, 0));
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void refusesAVersionThatCannotRenderWithoutEverBeingUnready() {
        taken();
        checkpoints.put(
                "blind",
                (device, number) -> opened(number, new FakeHeadModel(call -> {
                    if (call.equals("render")) {
                        throw new IllegalStateException("The planted failure of render.");
                    }
                })));

        accepted(new Deploy(Path.of("blind"), operator.ref()));

        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.REFUSED, 0));
        assertThat(models().get(1).reason()).hasValue("The planted failure of render.");
        operator.awaitAssert(() -> {
            assertThat(metrics.held()).containsOnlyKeys(1);
            return null;
        });
        assertThat(model(2).open()).isZero();
        assertThat(metrics.ready("device")).isTrue();
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void returnsToThePreviousVersionWhichIsStillThere() {
        NowServing first = taken();
        coordinator.tell(new SessionBegan(1));
        deploy("second");
        taken();

        accepted(new Rollback(operator.ref()));

        assertThat(taken().devices()).isEqualTo(first.devices());
        awaitStates(tuple(1, ModelState.SERVING, 1), tuple(2, ModelState.RETIRED, 0));
    }

    @Test
    void loadsThePreviousVersionAgainWhenItWasFreed() {
        taken();
        deploy("second");
        taken();
        awaitStates(tuple(1, ModelState.RETIRED, 0), tuple(2, ModelState.SERVING, 0));

        accepted(new Rollback(operator.ref()));

        assertThat(taken().model().version().number()).isEqualTo(1);
        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.RETIRED, 0));
        assertThat(refused(new Rollback(operator.ref())).why()).isEqualTo(Refusal.NO_PREVIOUS);
    }

    @Test
    void returnsToAVersionThatIsBeingFreedWhenThatIsDone() {
        CountDownLatch go = waitingRollback();

        Refused again = refused(new Rollback(operator.ref()));
        go.countDown();

        operator.expectMessageClass(Accepted.class);
        taken();
        awaitStates(tuple(1, ModelState.RETIRED, 0), tuple(2, ModelState.SERVING, 0), tuple(3, ModelState.RETIRED, 0));
        assertThat(again)
                .isEqualTo(new Refused(Refusal.WRONG_STATE, "A rollback waits already, until version 2 is freed."));
    }

    @Test
    void holdsAtMostTwoVersionsBesidesTheOneThatServes() {
        taken();
        coordinator.tell(new SessionBegan(1));
        deploy("second");
        taken();
        coordinator.tell(new SessionBegan(2));
        deploy("third");
        taken();
        checkpoints.put("fourth", this::open);

        Refused full = refused(new Deploy(Path.of("fourth"), operator.ref()));
        coordinator.tell(new SessionEnded(1));
        awaitStates(tuple(1, ModelState.RETIRED, 0), tuple(2, ModelState.DRAINING, 1), tuple(3, ModelState.SERVING, 0));
        deploy("fourth");

        assertThat(full.why()).isEqualTo(Refusal.NO_ROOM);
        assertThat(full.sentence()).startsWith("2 versions besides the one that serves");
        assertThat(taken().model().version().number()).isEqualTo(4);
    }

    @Test
    void loadsOneVersionAtATime() {
        taken();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("slow", (device, number) -> {
            await(go);
            return open(device, number);
        });
        accepted(new Deploy(Path.of("slow"), operator.ref()));

        Refused second = refused(new Deploy(Path.of("slow"), operator.ref()));
        go.countDown();

        assertThat(second.why()).isEqualTo(Refusal.NO_ROOM);
        taken();
    }

    @Test
    void refusesAVersionOfAnotherSize() {
        taken();
        checkpoints.put("large", (device, number) -> FakeCheckpoints.model(number, 64));

        accepted(new Deploy(Path.of("large"), operator.ref()));

        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.REFUSED, 0));
        assertThat(models().get(1).reason())
                .hasValueSatisfying(why -> assertThat(why).startsWith("It renders 64², but"));
    }

    @Test
    void servesNobodyWhenTheFirstVersionNeverOpensUntilAnotherIsDeployed() {
        TestProbe<Serving> waiting = KIT.createTestProbe();
        checkpoints.put("good", this::open);
        ActorRef<Command> broken = KIT.spawn(DeploymentCoordinator.create(
                FakeCheckpoints.candidate((device, number) -> {
                    throw new IOException("The checkpoint is gone.");
                }),
                checkpoints,
                TWO_CRASHES,
                AT_ONCE,
                waiting.ref(),
                metrics.live()));
        NobodyServes nobody = waiting.expectMessageClass(NobodyServes.class);
        broken.tell(new ServingTaken(nobody.turn()));

        broken.tell(new Deploy(Path.of("good"), operator.ref()));

        operator.expectMessageClass(Accepted.class);
        assertThat(waiting.expectMessageClass(NowServing.class)
                        .model()
                        .version()
                        .number())
                .isEqualTo(2);
        KIT.stop(broken);
    }

    @Test
    void refusesAVersionThatHangsAndLoadsTheNext() {
        TestProbe<Serving> serving = KIT.createTestProbe();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("hanging", (device, number) -> {
            await(go);
            return open(device, number);
        });
        checkpoints.put("good", this::open);
        InferenceSettings impatient = QuickRecovery.after(2, 1, Duration.ofMinutes(1), Duration.ofSeconds(1));
        ActorRef<Command> hurried = KIT.spawn(DeploymentCoordinator.create(
                FakeCheckpoints.candidate(this::open), checkpoints, impatient, AT_ONCE, serving.ref(), metrics.live()));
        hurried.tell(
                new ServingTaken(serving.expectMessageClass(NowServing.class).turn()));
        hurried.tell(new Deploy(Path.of("hanging"), operator.ref()));
        operator.expectMessageClass(Accepted.class);

        operator.awaitAssert(() -> {
            hurried.tell(new Deploy(Path.of("good"), operator.ref()));
            operator.expectMessageClass(Accepted.class);
            return null;
        });

        assertThat(serving.expectMessageClass(NowServing.class)
                        .model()
                        .version()
                        .number())
                .isEqualTo(3);
        go.countDown();
        KIT.stop(hurried);
    }

    @Test
    void triesADeployedVersionWithAShareAndPromotesItWhenItsTimeIsOver() {
        ActorRef<Command> careful = careful(Duration.ofMillis(1));
        deployTo(careful, "second");

        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);
        NowServing second = owner.expectMessageClass(NowServing.class);

        assertThat(trying.share()).isEqualTo(0.2);
        assertThat(second.model().version().number()).isEqualTo(2);
        assertThat(second.devices()).isEqualTo(trying.devices());
        assertThat(described(careful, 2).verdict())
                .hasValueSatisfying(why -> assertThat(why).startsWith("Nobody came to try it"));
        KIT.stop(careful);
    }

    @Test
    void takesBackByItselfWhatFailsWhileItIsTried() {
        ActorRef<Command> careful = careful(Duration.ofMinutes(10));
        checkpoints.put(
                "frail",
                (device, number) -> opened(
                        number,
                        new FakeHeadModel(
                                call -> {
                                    if (call.equals("render") && tried.getAndSet(false)) {
                                        throw new IllegalStateException("The planted failure of render.");
                                    }
                                },
                                new ModelVersion("fake", "2", number, "tiny", "digest"),
                                FakeHeadModel.SIZE)));
        deployTo(careful, "frail");
        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);
        careful.tell(new ServingTaken(trying.turn()));
        careful.tell(new SessionBegan(2));
        tried.set(true);
        showAHead(trying.devices());

        Serving.TrialOver over = owner.expectMessageClass(Serving.TrialOver.class);
        careful.tell(new ServingTaken(over.turn()));
        int whileSomebodyIsOnIt = described(careful, 2).model().sessions();
        careful.tell(new SessionEnded(2));

        assertThat(whileSomebodyIsOnIt).isEqualTo(1);
        assertThat(described(careful, 2).model().state()).isEqualTo(ModelState.ROLLED_BACK);
        assertThat(described(careful, 2).model().reason())
                .hasValueSatisfying(why -> assertThat(why).startsWith("It failed 1 times in "));
        operator.awaitAssert(() -> {
            assertThat(metrics.held()).containsOnlyKeys(1);
            return null;
        });
        assertThat(model(2).open()).isZero();
        KIT.stop(careful);
    }

    @Test
    void takesBackWhatIsTriedWhenItsDevicesEndUnexpectedlyAndTakesTheNextDeploy() {
        ActorRef<Command> careful = careful(Duration.ofMinutes(10));
        deployTo(careful, "second");
        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);

        trying.devices().tell(new DeviceRequest.Close()); // nobody but the coordinator may say so

        owner.expectMessageClass(Serving.TrialOver.class);
        assertThat(described(careful, 2).model().state()).isEqualTo(ModelState.ROLLED_BACK);
        assertThat(described(careful, 2).model().reason())
                .hasValue("Its devices ended unexpectedly; the log says why.");
        deployTo(careful, "third");
        owner.expectMessageClass(Serving.Trying.class);
        KIT.stop(careful);
    }

    @Test
    void promotesOrTakesBackWhatIsTriedAsOperatorsSay() {
        ActorRef<Command> careful = careful(Duration.ofMinutes(10));
        deployTo(careful, "second");
        owner.expectMessageClass(Serving.Trying.class);
        assertThat(described(careful, 2).trial())
                .hasValueSatisfying(trial -> assertThat(trial.left()).isPositive());

        careful.tell(new DeploymentCoordinator.Promote(2, operator.ref()));
        operator.expectMessageClass(Accepted.class);
        NowServing second = owner.expectMessageClass(NowServing.class);
        careful.tell(new ServingTaken(second.turn()));
        careful.tell(new DeploymentCoordinator.Promote(2, operator.ref()));
        Refused notTwice = operator.expectMessageClass(Refused.class);
        deployTo(careful, "third");
        owner.expectMessageClass(Serving.Trying.class);
        careful.tell(new Rollback(operator.ref()));
        Accepted back = operator.expectMessageClass(Accepted.class);

        assertThat(second.model().version().number()).isEqualTo(2);
        assertThat(notTwice.why()).isEqualTo(Refusal.WRONG_STATE);
        assertThat(notTwice.sentence())
                .isEqualTo("Version 2 is serving: only a version that is tried can be promoted.");
        owner.expectMessageClass(Serving.TrialOver.class);
        assertThat(back.model().number()).isEqualTo(2);
        assertThat(described(careful, 3).model().reason()).hasValue("An operator rolled it back.");
        careful.tell(new DeploymentCoordinator.Describe(9, operator.ref()));
        assertThat(operator.expectMessageClass(Refused.class).why()).isEqualTo(Refusal.UNKNOWN_DEPLOYMENT);
        KIT.stop(careful);
    }

    @Test
    void answersARollbackThatWaitsForAVersionToBeFreedWhenItCloses() {
        CountDownLatch go = waitingRollback();

        coordinator.tell(new Close());

        assertThat(operator.expectMessageClass(Refused.class)).isEqualTo(STOPPING);
        go.countDown();
        operator.expectTerminated(coordinator);
        operator.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void answersADeployThatIsBeingVerifiedWhenItFreezes() {
        taken();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("slow", this::open);
        checkpoints.whileChecking(() -> await(go));
        coordinator.tell(new Deploy(Path.of("slow"), operator.ref()));

        coordinator.tell(new Freeze());

        assertThat(operator.expectMessageClass(Refused.class)).isEqualTo(STOPPING);
        go.countDown();
        coordinator.tell(new Close());
        operator.expectTerminated(coordinator);
        operator.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void changesNothingAnyMoreOnceItFreezesButStillSaysHowItIs() {
        ActorRef<Command> careful = careful(Duration.ofMinutes(10));
        deployTo(careful, "second");
        owner.expectMessageClass(Serving.Trying.class);

        careful.tell(new Freeze());

        for (Command change : List.of(
                new Deploy(Path.of("second"), operator.ref()),
                new Rollback(operator.ref()),
                new DeploymentCoordinator.Promote(2, operator.ref()),
                new DeploymentCoordinator.RollBackDeployment(2, operator.ref()))) {
            careful.tell(change);
            assertThat(operator.expectMessageClass(Refused.class)).isEqualTo(STOPPING);
        }
        assertThat(described(careful, 2).model().state()).isEqualTo(ModelState.CANARY);
        KIT.stop(careful);
    }

    @Test
    void endsWhenAllVersionsAreFreed() {
        taken();
        coordinator.tell(new SessionBegan(1));
        deploy("second");
        taken();

        coordinator.tell(new Close());

        operator.expectTerminated(coordinator);
        assertThat(opened.values()).extracting(FakeHeadModel::open).containsOnly(0);
    }

    /** A rollback waits until version 2 is freed, which it is when the latch opens. */
    private CountDownLatch waitingRollback() {
        taken();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put(
                "busy",
                (device, number) -> opened(number, new FakeHeadModel(call -> {
                    if (call.equals("render") && tried.get()) {
                        await(go);
                    }
                })));
        accepted(new Deploy(Path.of("busy"), operator.ref()));
        NowServing busy = taken();
        tried.set(true);
        showAHead(busy.devices());
        deploy("third");
        taken();

        coordinator.tell(new Rollback(operator.ref()));
        return go;
    }

    /** A coordinator of a version that serves, which tries the next ones. */
    private ActorRef<Command> careful(Duration trial) {
        CanarySettings d = CanarySettings.DEFAULTS;
        CanarySettings canary = new CanarySettings(
                d.share(),
                trial,
                d.minViews(),
                d.minAvatars(),
                d.maxErrorRate(),
                d.latencyFactor(),
                d.latencySlack(),
                d.psnrTolerance(),
                d.identityTolerance());
        owner.expectMessageClass(NowServing.class); // of the other one
        ActorRef<Command> careful = KIT.spawn(DeploymentCoordinator.create(
                FakeCheckpoints.candidate(this::open),
                checkpoints,
                FIVE_CRASHES,
                new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, canary),
                owner.ref(),
                metrics.live()));
        careful.tell(new ServingTaken(owner.expectMessageClass(NowServing.class).turn()));
        return careful;
    }

    private void deployTo(ActorRef<Command> careful, String folder) {
        if (!folder.equals("frail")) {
            checkpoints.put(folder, this::open);
        }
        careful.tell(new Deploy(Path.of(folder), operator.ref()));
        operator.expectMessageClass(Accepted.class);
    }

    private Deployment described(ActorRef<Command> of, int number) {
        of.tell(new DeploymentCoordinator.Describe(number, operator.ref()));
        return operator.expectMessageClass(DeploymentReply.Described.class).deployment();
    }

    /** A session makes an avatar there, and asks for a view of it. */
    private static void showAHead(ActorRef<DeviceRequest> device) {
        TestProbe<Outcome> session = KIT.createTestProbe();
        SessionId anne = new SessionId("anne");
        device.tell(new DeviceRequest.Submit(new Work.InvertSlice(
                anne, Priority.FIRST_VIEW, List.of(Heads.aligned(0)), 1, Bar.NONE, session.ref())));
        session.expectMessageClass(Outcome.SliceDone.class);
        device.tell(new DeviceRequest.Submit(
                new Work.RenderView(anne, CameraPose.orbit(0, 0), Duration.ofMinutes(1), session.ref())));
    }

    private void deploy(String folder) {
        checkpoints.put(folder, this::open);
        accepted(new Deploy(Path.of(folder), operator.ref()));
    }

    private void accepted(Command request) {
        coordinator.tell(request);
        operator.expectMessageClass(Accepted.class);
    }

    private Refused refused(Command request) {
        coordinator.tell(request);
        return operator.expectMessageClass(Refused.class);
    }

    /** The next version that serves, with its owner's answer. */
    private NowServing taken() {
        NowServing now = owner.expectMessageClass(NowServing.class);
        coordinator.tell(new ServingTaken(now.turn()));
        return now;
    }

    private HeadModel open(String device, int number) {
        return opened(number, FakeCheckpoints.model(device, number));
    }

    private FakeHeadModel opened(int number, FakeHeadModel model) {
        opened.put(number, model);
        return model;
    }

    private FakeHeadModel model(int number) {
        return requireNonNull(opened.get(number));
    }

    private List<ModelEntry> models() {
        TestProbe<Models> asker = KIT.createTestProbe();
        coordinator.tell(new ListModels(asker.ref()));
        return asker.receiveMessage().models();
    }

    private void awaitStates(Tuple... states) {
        operator.awaitAssert(() -> {
            assertThat(models())
                    .extracting(ModelEntry::number, ModelEntry::state, ModelEntry::sessions)
                    .containsExactly(states);
            return null;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }
}
