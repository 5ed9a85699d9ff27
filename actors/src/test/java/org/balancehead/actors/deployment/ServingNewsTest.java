package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.balancehead.actors.deployment.DeploymentCoordinator.Promote;
import org.balancehead.actors.deployment.DeploymentCoordinator.Rollback;
import org.balancehead.actors.deployment.Serving.NowServing;
import org.balancehead.actors.deployment.Serving.TrialOver;
import org.balancehead.actors.deployment.Serving.Trying;
import org.junit.jupiter.api.Test;

/** The source of checkpoints hears of each one that everybody begins on, and of no other. */
class ServingNewsTest extends CoordinatorScenario {
    private static final Path FIRST = Path.of("first");
    private static final Path SECOND = Path.of("second");
    private static final Path THIRD = Path.of("third");

    @Test
    void isToldOfPromotionsAndReturnsButNotOfWhatTheServerBeganWith() {
        serve();
        deploy("second");
        taken();
        deploy("third");
        taken();
        accepted(new Rollback(operator.ref()));
        taken();
        accepted(new Rollback(operator.ref()));
        taken();

        awaitServed(SECOND, THIRD, SECOND, FIRST);
    }

    @Test
    void isToldOfATrialWhenItIsPromotedAndNotWhenItIsTakenBack() {
        serveAndTry(Duration.ofHours(1));
        deploy("second");
        owner.expectMessageClass(Trying.class);
        accepted(new Rollback(operator.ref()));
        owner.expectMessageClass(TrialOver.class);
        deploy("third");
        owner.expectMessageClass(Trying.class);

        accepted(new Promote(3, operator.ref()));

        owner.expectMessageClass(NowServing.class);
        awaitServed(THIRD);
    }

    private void awaitServed(Path... folders) {
        operator.awaitAssert(() -> {
            assertThat(checkpoints.served()).isEqualTo(List.of(folders));
            return null;
        });
    }
}
