package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.balancehead.actors.deployment.DeploymentCoordinator.Describe;
import org.balancehead.actors.deployment.DeploymentCoordinator.Promote;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.DeploymentCoordinator.ServingTaken;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionBegan;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionEnded;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.Serving.NowServing;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.model.ModelVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployed version is tried by a share of new sessions, until it is promoted or taken back. */
class TriedVersionsTest extends CoordinatorScenario {
    /** Why a piece of work comes to nothing though the device is sound. */
    enum JobFailure {
        OUT_OF_MEMORY,
        NOT_FINITE
    }

    @Test
    void triesADeployedVersionWithAShareAndPromotesItWhenItsTimeIsOver() {
        serveAndTry(Duration.ofMillis(1));
        deploy("second");

        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);
        NowServing second = owner.expectMessageClass(NowServing.class);

        assertThat(trying.share()).isEqualTo(0.2);
        assertThat(second.model().version().number()).isEqualTo(2);
        assertThat(second.devices()).isEqualTo(trying.devices());
        assertThat(described(2).verdict())
                .hasValueSatisfying(why -> assertThat(why).startsWith("Nobody came to try it"));
    }

    @Test
    void takesBackByItselfWhatFailsWhileItIsTried() {
        serveAndTry(Duration.ofMinutes(10));
        AtomicBoolean tried = new AtomicBoolean();
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
        deployFrom("frail");
        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);
        tell(new ServingTaken(trying.turn()));
        tell(new SessionBegan(2));
        tried.set(true);
        showAHead(trying.devices());

        Serving.TrialOver over = owner.expectMessageClass(Serving.TrialOver.class);
        tell(new ServingTaken(over.turn()));
        int whileSomebodyIsOnIt = described(2).model().sessions();
        tell(new SessionEnded(2));

        assertThat(whileSomebodyIsOnIt).isEqualTo(1);
        assertThat(described(2).model().state()).isEqualTo(ModelState.ROLLED_BACK);
        assertThat(described(2).model().reason())
                .hasValueSatisfying(why -> assertThat(why).startsWith("It failed 1 times in "));
        awaitHeld(1);
        assertThat(model(2).open()).isZero();
    }

    @ParameterizedTest
    @EnumSource(JobFailure.class)
    void takesBackByItselfWhatHarmsNoDeviceButFailsAtItsWork(JobFailure failure) {
        serveAndTry(Duration.ofMinutes(10));
        AtomicBoolean tried = new AtomicBoolean();
        checkpoints.put(
                "frail",
                (device, number) -> opened(
                        number,
                        new FakeHeadModel(
                                call -> {
                                    if (call.equals("render") && tried.get() && failure == JobFailure.OUT_OF_MEMORY) {
                                        throw new IllegalStateException("CUDA out of memory.");
                                    }
                                },
                                new ModelVersion("fake", "2", number, "tiny", "digest"),
                                FakeHeadModel.SIZE)));
        deployFrom("frail");
        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);
        tried.set(true);
        if (failure == JobFailure.NOT_FINITE) {
            model(2).worseBy(Double.NaN);
        }
        tryAHead(trying.devices());

        owner.expectMessageClass(Serving.TrialOver.class);

        assertThat(described(2).model().state()).isEqualTo(ModelState.ROLLED_BACK);
        assertThat(described(2).model().reason())
                .hasValueSatisfying(why -> assertThat(why).startsWith("It failed 1 times in "));
        assertThat(metrics.devices().events(DeviceEvent.JOB_FAILURE)).isEqualTo(1);
        assertThat(metrics.devices().events(DeviceEvent.CRASH)).isZero();
    }

    @Test
    void takesBackWhatIsTriedWhenItsDevicesEndUnexpectedlyAndTakesTheNextDeploy() {
        serveAndTry(Duration.ofMinutes(10));
        deploy("second");
        Serving.Trying trying = owner.expectMessageClass(Serving.Trying.class);

        trying.devices().tell(new DeviceRequest.Close()); // nobody but the coordinator may say so

        owner.expectMessageClass(Serving.TrialOver.class);
        assertThat(described(2).model().state()).isEqualTo(ModelState.ROLLED_BACK);
        assertThat(described(2).model().reason()).hasValue("Its devices ended unexpectedly; the log says why.");
        deploy("third");
        owner.expectMessageClass(Serving.Trying.class);
    }

    @Test
    void promotesOrTakesBackWhatIsTriedAsOperatorsSay() {
        serveAndTry(Duration.ofMinutes(10));
        deploy("second");
        owner.expectMessageClass(Serving.Trying.class);
        assertThat(described(2).trial())
                .hasValueSatisfying(trial -> assertThat(trial.left()).isPositive());

        accepted(new Promote(2, operator.ref()));
        NowServing second = taken();
        Refused notTwice = refused(new Promote(2, operator.ref()));
        deploy("third");
        owner.expectMessageClass(Serving.Trying.class);
        Accepted back = accepted(new Rollback(operator.ref()));

        assertThat(second.model().version().number()).isEqualTo(2);
        assertThat(notTwice.why()).isEqualTo(Refusal.WRONG_STATE);
        assertThat(notTwice.sentence())
                .isEqualTo("Version 2 is serving: only a version that is tried can be promoted.");
        owner.expectMessageClass(Serving.TrialOver.class);
        assertThat(back.model().number()).isEqualTo(2);
        assertThat(described(3).model().reason()).hasValue("An operator rolled it back.");
        assertThat(refused(new Describe(9, operator.ref())).why()).isEqualTo(Refusal.UNKNOWN_DEPLOYMENT);
    }
}
