package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.concurrent.CountDownLatch;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionBegan;
import org.balancehead.actors.deployment.DeploymentReply.Accepted;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.Serving.NowServing;
import org.junit.jupiter.api.Test;

/** A rollback returns to the version that served before, wherever that is. */
class RolledBackVersionsTest extends CoordinatorScenario {
    @Test
    void returnsToThePreviousVersionWhichIsStillThere() {
        NowServing first = serve();
        tell(new SessionBegan(1));
        deploy("second");
        taken();

        accepted(new Rollback(operator.ref()));

        assertThat(taken().devices()).isEqualTo(first.devices());
        awaitStates(tuple(1, ModelState.SERVING, 1), tuple(2, ModelState.RETIRED, 0));
    }

    @Test
    void loadsThePreviousVersionAgainWhenItWasFreed() {
        serve();
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
}
