package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionRegistry.Admission;
import org.balancehead.actors.session.SessionRegistry.Admit;
import org.balancehead.actors.session.SessionRegistry.Admitted;
import org.balancehead.actors.session.SessionRegistry.Refused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final SessionSettings ONE = new SessionSettings(
            1,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            100,
            SessionSettings.DEFAULTS.limits());

    private static final DeploymentSettings AT_ONCE =
            new DeploymentSettings(2, MoveTolerance.DEFAULTS, CanarySettings.atOnce());

    private final TestProbe<Admission> caller = KIT.createTestProbe();
    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private final CountedMetrics metrics = new CountedMetrics();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void refusesEverybodyUntilTheModelIsOpen() {
        CountDownLatch opening = new CountDownLatch(1);
        ActorRef<SessionRegistry.Command> registry = start(() -> {
            opening.await();
            return new FakeHeadModel();
        });

        registry.tell(new Admit(caller.ref()));
        Refused early = caller.expectMessageClass(Refused.class);
        opening.countDown();

        assertThat(early.sentence()).isEqualTo("The model is still being loaded.");
        assertThat(admitted(registry).id().value()).isNotEmpty();
    }

    @Test
    void givesEachPlaceOnceAndGivesItBackWhenTheSessionEnds() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        Admitted first = admitted(registry);

        registry.tell(new Admit(caller.ref()));
        Refused second = caller.expectMessageClass(Refused.class);
        first.session().tell(new AvatarSession.SocketGone());

        assertThat(second.sentence()).isEqualTo("All 1 places are taken.");
        assertThat(second.retryAfter()).isPositive();
        assertThat(admitted(registry).id()).isNotEqualTo(first.id());
        assertThat(metrics.sessions()).isEqualTo(1);
    }

    @Test
    void refusesEverybodyWhenTheDeviceIsGivenUp() {
        InferenceSettings impatient =
                new InferenceSettings(8, 8, Duration.ofMillis(1), Duration.ofMillis(1), 1, 1, Duration.ofMinutes(1));
        ActorRef<SessionRegistry.Command> registry = KIT.spawn(SessionRegistry.create(
                ONE,
                impatient,
                AT_ONCE,
                FakeCheckpoints.candidate(number -> {
                    throw new IOException("The checkpoint is gone.");
                }),
                new FakeCheckpoints(),
                cropSize -> new FakeFaceAnalyzer(),
                metrics));

        caller.awaitAssert(() -> {
            registry.tell(new Admit(caller.ref()));
            assertThat(caller.expectMessageClass(Refused.class).sentence()).contains("out of service");
            return null;
        });
    }

    @Test
    void letsNewSessionsBeginOnTheVersionThatWasDeployedLast() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        admitted(registry).session().tell(new AvatarSession.SocketGone());
        checkpoints.put("second", FakeCheckpoints::model);
        TestProbe<DeploymentReply> operator = KIT.createTestProbe();

        registry.tell(new SessionRegistry.Operate(new DeploymentCoordinator.Deploy(Path.of("second"), operator.ref())));

        operator.expectMessageClass(DeploymentReply.Accepted.class);
        caller.awaitAssert(() -> {
            assertThat(metrics.held()).containsExactly(Map.entry(2, 0));
            return null;
        });
        admitted(registry);
        caller.awaitAssert(() -> {
            assertThat(metrics.held()).containsExactly(Map.entry(2, 1));
            return null;
        });
    }

    @Test
    void endsItsSessionsAndFreesTheModelBeforeItEnds() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<SessionRegistry.Command> registry = start(() -> model);
        Admitted open = admitted(registry);

        registry.tell(new SessionRegistry.Stop());

        caller.expectTerminated(open.session());
        caller.expectTerminated(registry);
        assertThat(model.open()).isZero();
    }

    private Admitted admitted(ActorRef<SessionRegistry.Command> registry) {
        return caller.awaitAssert(() -> {
            registry.tell(new Admit(caller.ref()));
            return caller.expectMessageClass(Admitted.class);
        });
    }

    private interface Opening {
        FakeHeadModel open() throws InterruptedException;
    }

    private ActorRef<SessionRegistry.Command> start(Opening model) {
        Candidate.Opening opening = number -> {
            try {
                return model.open();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted.", e);
            }
        };
        return KIT.spawn(SessionRegistry.create(
                ONE,
                InferenceSettings.DEFAULTS,
                AT_ONCE,
                FakeCheckpoints.candidate(opening),
                checkpoints,
                cropSize -> new FakeFaceAnalyzer(),
                metrics));
    }
}
