package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Map;
import org.balancehead.actors.deployment.DeploymentCoordinator.Deploy;
import org.balancehead.actors.deployment.DeploymentCoordinator.ServingTaken;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionBegan;
import org.balancehead.actors.deployment.DeploymentCoordinator.SessionEnded;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.deployment.Serving.NowServing;
import org.junit.jupiter.api.Test;

/** When a version that serves no longer is freed, and how many may be in memory until then. */
class FreedVersionsTest extends CoordinatorScenario {
    @Test
    void freesTheOldVersionOnlyWhenItsLastSessionHasGone() {
        serve();
        tell(new SessionBegan(1));
        tell(new SessionBegan(1));
        deploy("second");
        taken();

        tell(new SessionEnded(1));
        awaitStates(tuple(1, ModelState.DRAINING, 1), tuple(2, ModelState.SERVING, 0));
        int stillOpen = model(1).open();
        tell(new SessionEnded(1));

        awaitStates(tuple(1, ModelState.RETIRED, 0), tuple(2, ModelState.SERVING, 0));
        assertThat(stillOpen).isEqualTo(1);
        assertThat(model(1).open()).isZero();
        assertThat(model(2).open()).isEqualTo(1);
        assertThat(metrics.versions().held()).containsExactly(Map.entry(2, 0));
    }

    @Test
    void keepsTheOldVersionUntilItsOwnerKnowsOfTheNewOne() {
        serve();
        deploy("second");
        NowServing second = owner.expectMessageClass(NowServing.class);

        tell(new SessionBegan(1)); // it crossed the news
        tell(new ServingTaken(second.turn()));

        awaitStates(tuple(1, ModelState.DRAINING, 1), tuple(2, ModelState.SERVING, 0));
        assertThat(model(1).open()).isEqualTo(1);
    }

    @Test
    void holdsAtMostTwoVersionsBesidesTheOneThatServes() {
        serve();
        tell(new SessionBegan(1));
        deploy("second");
        taken();
        tell(new SessionBegan(2));
        deploy("third");
        taken();
        checkpoints.put("fourth", this::open);

        Refused full = refused(new Deploy(Path.of("fourth"), operator.ref()));
        tell(new SessionEnded(1));
        awaitStates(tuple(1, ModelState.RETIRED, 0), tuple(2, ModelState.DRAINING, 1), tuple(3, ModelState.SERVING, 0));
        deploy("fourth");

        assertThat(full.why()).isEqualTo(Refusal.NO_ROOM);
        assertThat(full.sentence()).startsWith("2 versions besides the one that serves");
        assertThat(taken().model().version().number()).isEqualTo(4);
    }
}
