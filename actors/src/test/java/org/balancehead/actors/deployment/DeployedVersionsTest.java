package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.deployment.DeploymentCoordinator.Deploy;
import org.balancehead.actors.deployment.DeploymentCoordinator.ServingTaken;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.Serving.CannotBegin;
import org.balancehead.actors.deployment.Serving.NobodyServes;
import org.balancehead.actors.deployment.Serving.NowServing;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Work;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointException;
import org.junit.jupiter.api.Test;

/** What becomes of a checkpoint that is deployed: it serves, or is refused and changes nothing. */
class DeployedVersionsTest extends CoordinatorScenario {
    @Test
    void servesTheFirstVersionAndThenTheOneThatIsDeployed() {
        NowServing first = serve();

        deploy("second");
        NowServing second = taken();

        assertThat(first.model().version().number()).isEqualTo(1);
        assertThat(second.model().version().number()).isEqualTo(2);
        assertThat(second.devices()).isNotEqualTo(first.devices());
    }

    @Test
    void rendersForSessionsOfTheOldVersionWhileTheNewOneLoads() {
        NowServing first = serve();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("slow", (device, number) -> {
            await(go);
            return open(device, number);
        });
        deployFrom("slow");
        TestProbe<Outcome> session = kit.createTestProbe();

        first.devices()
                .tell(new DeviceRequest.Submit(new Work.RenderView(
                        new SessionId("a"), CameraPose.orbit(0, 0), Duration.ofMinutes(1), session.ref())));

        session.expectMessageClass(Outcome.AvatarMissing.class);
        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.LOADING, 0));
        go.countDown();
        assertThat(taken().model().version().number()).isEqualTo(2);
    }

    @Test
    void loadsOneVersionAtATime() {
        serve();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("slow", (device, number) -> {
            await(go);
            return open(device, number);
        });
        deployFrom("slow");

        Refused second = refused(new Deploy(Path.of("slow"), operator.ref()));
        go.countDown();

        assertThat(second.why()).isEqualTo(Refusal.NO_ROOM);
        taken();
    }

    @Test
    void refusesACheckpointThatIsNoneAndChangesNothing() {
        serve();

        Refused refused = refused(new Deploy(Path.of("lost"), operator.ref()));

        assertThat(refused).isEqualTo(new Refused(Refusal.BAD_CHECKPOINT, "There is no checkpoint folder lost."));
        awaitStates(tuple(1, ModelState.SERVING, 0));
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void refusesAVersionThatCannotRenderWithoutEverBeingUnready() {
        serve();
        checkpoints.put(
                "blind",
                (device, number) -> opened(number, new FakeHeadModel(call -> {
                    if (call.equals("render")) {
                        throw new IllegalStateException("The planted failure of render.");
                    }
                })));

        deployFrom("blind");

        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.REFUSED, 0));
        assertThat(models().get(1).reason()).hasValue("The planted failure of render.");
        awaitHeld(1);
        assertThat(model(2).open()).isZero();
        assertThat(metrics.service().ready("device")).isTrue();
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void refusesAVersionOfAnotherSize() {
        serve();
        checkpoints.put("large", (device, number) -> FakeCheckpoints.model(number, 64));

        deployFrom("large");

        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.REFUSED, 0));
        assertThat(models().get(1).reason())
                .hasValueSatisfying(why -> assertThat(why).startsWith("It renders 64², but"));
    }

    @Test
    void refusesAVersionThatHangsAndLoadsTheNext() {
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("hanging", (device, number) -> {
            await(go);
            return open(device, number);
        });
        checkpoints.put("good", this::open);
        start(
                this::open,
                QuickRecovery.after(2, 1, Duration.ofMinutes(1), Duration.ofSeconds(1)),
                CanarySettings.atOnce());
        taken();
        deployFrom("hanging");

        operator.awaitAssert(() -> accepted(new Deploy(Path.of("good"), operator.ref())));

        assertThat(taken().model().version().number()).isEqualTo(3);
        go.countDown();
    }

    @Test
    void servesNobodyWhenTheFirstVersionNeverOpensUntilAnotherIsDeployed() {
        start(
                (device, number) -> {
                    throw new IOException("The checkpoint is gone.");
                },
                TWO_CRASHES,
                CanarySettings.atOnce());
        NobodyServes nobody = owner.expectMessageClass(NobodyServes.class);
        tell(new ServingTaken(nobody.turn()));

        deploy("good");

        assertThat(taken().model().version().number()).isEqualTo(2);
    }

    @Test
    void saysThatItCannotBeginWhenTheFirstVersionIsRefusedAndFreesIt() {
        start(DeployedVersionsTest::unfit, TWO_CRASHES, CanarySettings.atOnce());

        CannotBegin cannot = owner.expectMessageClass(CannotBegin.class);
        tell(new ServingTaken(cannot.turn()));

        assertThat(cannot.reason()).isEqualTo("The weights have no 'a'.");
        awaitStates(tuple(1, ModelState.REFUSED, 0));
        awaitHeld();
        assertThat(metrics.service().ready("device")).isFalse();
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void refusesADeployedCheckpointThatDoesNotFitAndChangesNothing() {
        serve();
        checkpoints.put("unfit", DeployedVersionsTest::unfit);

        deployFrom("unfit");

        awaitStates(tuple(1, ModelState.SERVING, 0), tuple(2, ModelState.REFUSED, 0));
        assertThat(models().get(1).reason()).hasValue("The weights have no 'a'.");
        awaitHeld(1);
        assertThat(metrics.service().ready("device")).isTrue();
        owner.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void isStillThereForOperatorsWhenTheSecondTryToBeginIsRefused() {
        start(
                (device, number) -> {
                    throw new IOException("The disk does not answer.");
                },
                TWO_CRASHES,
                CanarySettings.atOnce());
        tell(new ServingTaken(owner.expectMessageClass(NobodyServes.class).turn()));
        checkpoints.put("unfit", DeployedVersionsTest::unfit);

        deployFrom("unfit");
        NobodyServes nobody = owner.expectMessageClass(NobodyServes.class);
        tell(new ServingTaken(nobody.turn()));
        deploy("good");

        assertThat(taken().model().version().number()).isEqualTo(3);
    }

    private static HeadModel unfit(String device, int number) {
        throw new CheckpointException("The weights have no 'a'.");
    }
}
