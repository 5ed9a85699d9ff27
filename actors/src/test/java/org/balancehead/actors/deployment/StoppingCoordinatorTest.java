package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.balancehead.actors.deployment.DeploymentCoordinator.Close;
import org.balancehead.actors.deployment.DeploymentCoordinator.Command;
import org.balancehead.actors.deployment.DeploymentCoordinator.Deploy;
import org.balancehead.actors.deployment.DeploymentCoordinator.Freeze;
import org.balancehead.actors.deployment.DeploymentCoordinator.Promote;
import org.balancehead.actors.deployment.DeploymentCoordinator.RollBackDeployment;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionBegan;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.junit.jupiter.api.Test;

/** A coordinator that stops answers whoever waits, changes nothing any more, and frees all. */
class StoppingCoordinatorTest extends CoordinatorScenario {
    private static final Refused STOPPING = new Refused(
            Refusal.NO_ROOM, "The server is stopping and changes its models no more: ask again when it is back.");

    @Test
    void answersARollbackThatWaitsForAVersionToBeFreedWhenItCloses() {
        CountDownLatch go = waitingRollback();

        tell(new Close());

        assertThat(operator.expectMessageClass(Refused.class)).isEqualTo(STOPPING);
        go.countDown();
        operator.expectTerminated(coordinator());
        operator.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void answersADeployThatIsBeingVerifiedWhenItFreezes() {
        serve();
        CountDownLatch go = new CountDownLatch(1);
        checkpoints.put("slow", this::open);
        checkpoints.whileChecking(() -> await(go));
        tell(new Deploy(Path.of("slow"), operator.ref()));

        tell(new Freeze());

        assertThat(operator.expectMessageClass(Refused.class)).isEqualTo(STOPPING);
        go.countDown();
        tell(new Close());
        operator.expectTerminated(coordinator());
        operator.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void answersWhoeverWaitsWhenItFails() {
        CountDownLatch go = waitingRollback();

        metrics.versions().whenTold(() -> {
            throw new IllegalStateException("a planted fault");
        });
        tell(new SessionBegan(1));

        assertThat(operator.expectMessageClass(Refused.class).sentence()).contains("has failed: start the server anew");
        go.countDown();
    }

    @Test
    void changesNothingAnyMoreOnceItFreezesButStillSaysHowItIs() {
        serveAndTry(Duration.ofMinutes(10));
        deploy("second");
        owner.expectMessageClass(Serving.Trying.class);

        tell(new Freeze());

        for (Command change : List.of(
                new Deploy(Path.of("second"), operator.ref()),
                new Rollback(operator.ref()),
                new Promote(2, operator.ref()),
                new RollBackDeployment(2, operator.ref()))) {
            assertThat(refused(change)).isEqualTo(STOPPING);
        }
        assertThat(described(2).model().state()).isEqualTo(ModelState.CANARY);
    }

    @Test
    void endsWhenAllVersionsAreFreed() {
        serve();
        tell(new SessionBegan(1));
        deploy("second");
        taken();

        tell(new Close());

        operator.expectTerminated(coordinator());
        assertThat(opened.values()).extracting(FakeHeadModel::open).containsOnly(0);
    }
}
