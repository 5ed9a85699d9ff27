package org.balancehead.actors.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.ToSocket;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentCoordinator;
import org.balancehead.actors.deployment.DeploymentReply;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.registry.Admission.Admitted;
import org.balancehead.actors.registry.Admission.Refused;
import org.balancehead.actors.registry.SessionRegistry.Admit;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.actors.session.Settings;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final SessionSettings ONE = Settings.places(1);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static final DeploymentSettings AT_ONCE =
            new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.atOnce());

    private final TestProbe<Admission> caller = KIT.createTestProbe();
    private final FakeCheckpoints checkpoints = new FakeCheckpoints();
    private final CountedMetrics metrics = new CountedMetrics();
    private TestProbe<ToSocket> socket = KIT.createTestProbe();
    private ActorRef<ClientConnection.Command> connection =
            KIT.<ClientConnection.Command>createTestProbe().ref();

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

        registry.tell(new Admit(HERE, caller.ref()));
        Refused early = caller.expectMessageClass(Refused.class);
        opening.countDown();

        assertThat(early.sentence()).isEqualTo("The model is still being loaded.");
        assertThat(admitted(registry).id().value()).isNotEmpty();
    }

    @Test
    void givesEachPlaceOnceAndGivesItBackWhenTheSessionEnds() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        Admitted first = admitted(registry);

        registry.tell(new Admit(HERE, caller.ref()));
        Refused second = caller.expectMessageClass(Refused.class);
        first.connection().tell(new ClientConnection.SocketGone());

        assertThat(second.sentence()).isEqualTo("All 1 places are taken.");
        assertThat(second.retryAfter()).isPositive();
        assertThat(admitted(registry).id()).isNotEqualTo(first.id());
        assertThat(metrics.sessions().open()).isEqualTo(1);
    }

    @Test
    void refusesEverybodyWhenTheDeviceIsGivenUp() {
        InferenceSettings impatient = QuickRecovery.after(1, 1);
        ActorRef<SessionRegistry.Command> registry = KIT.spawn(SessionRegistry.create(
                ONE,
                impatient,
                AT_ONCE,
                FakeCheckpoints.candidate((device, number) -> {
                    throw new IOException("The checkpoint is gone.");
                }),
                new FakeCheckpoints(),
                cropSize -> new FakeFaceAnalyzer(),
                metrics.live()));

        caller.awaitAssert(() -> {
            registry.tell(new Admit(HERE, caller.ref()));
            assertThat(caller.expectMessageClass(Refused.class).sentence()).contains("out of service");
            return null;
        });
    }

    @Test
    void letsNewSessionsBeginOnTheVersionThatWasDeployedLast() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        admitted(registry).connection().tell(new ClientConnection.SocketGone());
        checkpoints.put("second", FakeCheckpoints::model);
        TestProbe<DeploymentReply> operator = KIT.createTestProbe();

        registry.tell(new SessionRegistry.Operate(new DeploymentCoordinator.Deploy(Path.of("second"), operator.ref())));

        operator.expectMessageClass(DeploymentReply.Accepted.class);
        caller.awaitAssert(() -> {
            assertThat(metrics.versions().held()).containsExactly(Map.entry(2, 0));
            return null;
        });
        enter(registry, Optional.empty());
        caller.awaitAssert(() -> {
            assertThat(metrics.versions().held()).containsExactly(Map.entry(2, 1));
            return null;
        });
    }

    @Test
    void answersOperatorsAtOnceWhenTheCoordinatorOfVersionsHasFailed() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        admitted(registry).connection().tell(new ClientConnection.SocketGone());
        metrics.versions().whenTold(() -> {
            throw new IllegalStateException("a planted fault");
        });
        enter(registry, Optional.empty());
        caller.awaitAssert(() -> {
            registry.tell(new Admit(HERE, caller.ref()));
            assertThat(caller.expectMessageClass(Refused.class).reason()).isEqualTo(RefusalReason.OUT_OF_SERVICE);
            return null;
        });
        TestProbe<DeploymentReply> operator = KIT.createTestProbe();

        for (DeploymentCoordinator.Question question : List.of(
                new DeploymentCoordinator.Deploy(Path.of("second"), operator.ref()),
                new DeploymentCoordinator.Rollback(operator.ref()),
                new DeploymentCoordinator.Promote(1, operator.ref()),
                new DeploymentCoordinator.RollBackDeployment(1, operator.ref()),
                new DeploymentCoordinator.Describe(1, operator.ref()),
                new DeploymentCoordinator.ListModels(operator.ref()))) {
            registry.tell(new SessionRegistry.Operate(question));

            assertThat(operator.receiveMessage()).isEqualTo(DeploymentReply.Refused.FAILED);
        }
    }

    @Test
    void endsItsSessionsAndFreesTheModelBeforeItEnds() {
        FakeHeadModel model = new FakeHeadModel();
        ActorRef<SessionRegistry.Command> registry = start(() -> model);
        Admitted open = admitted(registry);

        registry.tell(new SessionRegistry.Stop());

        caller.expectTerminated(open.connection());
        caller.expectTerminated(registry);
        assertThat(model.open()).isZero();
    }

    @Test
    void letsAClientComeBackToItsSessionAlthoughAllPlacesAreTaken() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        ServerMessage.Welcome first = enter(registry, Optional.empty());
        drop();

        ServerMessage.Welcome again = enter(registry, Optional.of(first.resume()));

        assertThat(again.resumed()).isTrue();
        assertThat(again.session()).isEqualTo(first.session());
        caller.awaitAssert(() -> {
            assertThat(metrics.sessions().open()).isEqualTo(1);
            assertThat(metrics.sessions().parked()).isZero();
            assertThat(metrics.sessions().resumed()).isEqualTo(1);
            return null;
        });
    }

    @Test
    void givesTheParkedSessionUpWhenItsPlaceIsNeeded() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        ServerMessage.Welcome first = enter(registry, Optional.empty());
        drop();

        ServerMessage.Welcome newcomer = enter(registry, Optional.empty());
        caller.awaitAssert(() -> {
            assertThat(metrics.sessions().open()).isEqualTo(1);
            return null;
        });
        drop();
        ServerMessage.Welcome late = enter(registry, Optional.of(first.resume()));

        assertThat(newcomer.session()).isNotEqualTo(first.session());
        assertThat(late.resumed()).isFalse();
        assertThat(late.session()).isNotIn(first.session(), newcomer.session());
    }

    @Test
    void refusesNewcomersWhileItIsDrainedAndTellsWhenTheLastHasGone() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        ServerMessage.Welcome welcome = enter(registry, Optional.empty());
        TestProbe<SessionRegistry.Drained> drained = KIT.createTestProbe();
        registry.tell(new SessionRegistry.AwaitDrained(drained.ref()));
        TestProbe<DrainState> operator = KIT.createTestProbe();

        registry.tell(new SessionRegistry.Drain(Optional.of(Duration.ofMinutes(5)), operator.ref()));
        registry.tell(new Admit(HERE, caller.ref()));

        assertThat(operator.receiveMessage().sessions()).isEqualTo(1);
        assertThat(caller.expectMessageClass(Refused.class).reason()).isEqualTo(RefusalReason.DRAINING);
        assertThat(said()).isEqualTo(new ServerMessage.GoAway(GoAwayReason.DRAIN, 300, welcome.resume()));
        assertThat(metrics.service().draining()).isPresent();
        drained.expectNoMessage(Duration.ofMillis(50));
        connection.tell(new ClientConnection.SocketGone());
        drained.receiveMessage();
    }

    @Test
    void closesWhoIsLeftAtTheDeadlineOfADrain() {
        ActorRef<SessionRegistry.Command> registry = start(FakeHeadModel::new);
        enter(registry, Optional.empty());
        TestProbe<SessionRegistry.Drained> drained = KIT.createTestProbe();
        registry.tell(new SessionRegistry.AwaitDrained(drained.ref()));

        registry.tell(new SessionRegistry.Drain(
                Optional.of(Duration.ZERO), KIT.<DrainState>createTestProbe().ref()));

        assertThat(said()).isInstanceOf(ServerMessage.GoAway.class);
        connection.tell(new ClientConnection.SocketTook());
        socket.fishForMessage(Duration.ofSeconds(10), message -> {
            connection.tell(new ClientConnection.SocketTook());
            return message.equals(new ToSocket.Close(CloseCode.RESTART))
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore();
        });
        connection.tell(new ClientConnection.SocketGone());
        drained.receiveMessage();
    }

    @Test
    void drainsAServerThatHasNotLoadedItsModelYet() {
        CountDownLatch opening = new CountDownLatch(1);
        ActorRef<SessionRegistry.Command> registry = start(() -> {
            opening.await();
            return new FakeHeadModel();
        });
        TestProbe<SessionRegistry.Drained> drained = KIT.createTestProbe();
        registry.tell(new SessionRegistry.AwaitDrained(drained.ref()));

        registry.tell(new SessionRegistry.Drain(
                Optional.empty(), KIT.<DrainState>createTestProbe().ref()));

        drained.receiveMessage();
        registry.tell(new SessionRegistry.Stop());
        opening.countDown();
        caller.expectTerminated(registry);
    }

    /** Comes in and says hello, over a connection of its own. */
    private ServerMessage.Welcome enter(ActorRef<SessionRegistry.Command> registry, Optional<String> resume) {
        connection = admitted(registry).connection();
        socket = KIT.createTestProbe();
        connection.tell(new ClientConnection.SocketOpened(socket.ref()));
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        ClientMessage hello = new ClientMessage.Hello(
                standard.codecsUp(),
                standard.codecsDown(),
                standard.size(),
                standard.fps(),
                standard.mode(),
                resume,
                "");
        connection.tell(new ClientConnection.ClientSaid(
                KIT.<ClientConnection.Taken>createTestProbe().ref(), new Parsed.Accepted<>(hello), 100));
        ServerMessage first = said();
        if (first instanceof ServerMessage.Problem problem) {
            assertThat(problem.code()).isEqualTo(ErrorCode.RESUME_EXPIRED);
            connection.tell(new ClientConnection.SocketTook());
            first = said();
        }
        connection.tell(new ClientConnection.SocketTook());
        return (ServerMessage.Welcome) first;
    }

    private void drop() {
        connection.tell(new ClientConnection.SocketGone());
        caller.awaitAssert(() -> {
            assertThat(metrics.sessions().parked()).isEqualTo(1);
            return null;
        });
    }

    private ServerMessage said() {
        return socket.expectMessageClass(ToSocket.Say.class).message();
    }

    private Admitted admitted(ActorRef<SessionRegistry.Command> registry) {
        return caller.awaitAssert(() -> {
            registry.tell(new Admit(HERE, caller.ref()));
            return caller.expectMessageClass(Admitted.class);
        });
    }

    private interface Opening {
        FakeHeadModel open() throws InterruptedException;
    }

    private ActorRef<SessionRegistry.Command> start(Opening model) {
        Candidate.Opening opening = (device, number) -> {
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
                metrics.live()));
    }
}
