package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.ConnectionSettings;
import org.balancehead.actors.connection.FromClient;
import org.balancehead.actors.connection.ToSocket;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.CountedSessions;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.GoAwayReason;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AvatarSessionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<ClientConnection.Command> connection = KIT.createTestProbe();
    private final TestProbe<AvatarArchivist.Request> archivist = KIT.createTestProbe();
    private final TestProbe<SessionEvent> owner = KIT.createTestProbe();
    private final TestProbe<DeviceRequest> device = KIT.createTestProbe();

    /** Where the connection's session hears it, since the last welcome. */
    private ActorRef<FromClient> ear = KIT.<FromClient>createTestProbe().ref();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void welcomesAClient() {
        begin(SessionSettings.DEFAULTS, false);

        ServerMessage.Welcome welcome = welcome(connection);

        assertThat(welcome.session()).isEqualTo("anne");
        assertThat(welcome.size()).isEqualTo(FakeHeadModel.SIZE);
        assertThat(welcome.resumed()).isFalse();
        assertThat(welcome.resume()).hasSizeGreaterThan(32);
        assertThat(welcome.limits()).isEqualTo(SessionSettings.DEFAULTS.limits());
    }

    @Test
    void tellsAClientThatWantedToResumeThatItIsTooLate() {
        begin(SessionSettings.DEFAULTS, true);

        connection.expectMessageClass(ClientConnection.Join.class);
        assertThat(((ServerMessage.Problem) said(connection)).code()).isEqualTo(ErrorCode.RESUME_EXPIRED);
        assertThat(said(connection)).isInstanceOf(ServerMessage.Welcome.class);
    }

    @Test
    void goesOnForWhoComesBackWithItsTokenOnce() {
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false);
        String token = welcome(connection).resume();
        connection.stop();
        owner.expectMessage(new SessionEvent.Parked(new SessionId("anne")));
        TestProbe<ClientConnection.Command> second = KIT.createTestProbe();

        session.tell(new AvatarSession.Return(arrival("second", token, second)));

        ServerMessage.Welcome again = welcome(second);
        owner.expectMessage(new SessionEvent.Returned(new SessionId("anne"), new SessionId("second")));
        assertThat(again.resumed()).isTrue();
        assertThat(again.session()).isEqualTo("anne");
        assertThat(again.resume()).isNotEqualTo(token);
        second.stop();
        owner.expectMessageClass(SessionEvent.Parked.class);
        Arrival reused = arrival("third", token, KIT.createTestProbe());
        session.tell(new AvatarSession.Return(reused));
        owner.expectMessage(new SessionEvent.NotReturned(reused));
    }

    @Test
    void keepsAStrangerWithItsTokenOutWhileItsClientIsAlive() {
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false);
        String token = welcome(connection).resume();
        Arrival stolen = arrival("thief", token, KIT.createTestProbe());

        session.tell(new AvatarSession.Return(stolen));
        ear.tell(new FromClient.ClientTold(connection.ref(), new ClientMessage.Ping("1")));

        owner.expectMessage(new SessionEvent.NotReturned(stolen));
        assertThat(said(connection)).isInstanceOf(ServerMessage.Pong.class);
    }

    @Test
    void goesOnForWhoComesBackBeforeItIsKnownThatTheConnectionIsDead() {
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false);
        String token = welcome(connection).resume();
        TestProbe<ClientConnection.Command> second = KIT.createTestProbe();

        session.tell(new AvatarSession.Return(arrival("second", token, second)));

        assertThat(welcome(second).resumed()).isTrue();
        connection.expectMessage(new ClientConnection.Close(CloseCode.POLICY));
    }

    @Test
    void turnsAwayWhoHasAWrongToken() {
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false);
        connection.stop();
        owner.expectMessageClass(SessionEvent.Parked.class);
        Arrival guessed = arrival("guesser", "anne.guess", KIT.createTestProbe());

        session.tell(new AvatarSession.Return(guessed));

        owner.expectMessage(new SessionEvent.NotReturned(guessed));
    }

    @Test
    void endsWhenNobodyComesBackInTime() {
        ActorRef<AvatarSession.Command> session = begin(Settings.lasting(1, 0), false);

        connection.stop();

        owner.expectMessageClass(SessionEvent.Parked.class);
        owner.expectTerminated(session);
    }

    @Test
    void endsWithItsConnectionWhereSessionsCannotBeResumed() {
        ActorRef<AvatarSession.Command> session = begin(Settings.lasting(0, 0), false);

        connection.stop();

        owner.expectTerminated(session);
    }

    @Test
    void givesItsPlaceUpOnlyWhileItIsParked() {
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false);
        welcome(connection);

        session.tell(new AvatarSession.GiveUp());
        ear.tell(new FromClient.ClientTold(connection.ref(), new ClientMessage.Ping("1")));
        assertThat(said(connection)).isInstanceOf(ServerMessage.Pong.class);
        connection.stop();
        owner.expectMessageClass(SessionEvent.Parked.class);
        session.tell(new AvatarSession.GiveUp());

        owner.expectTerminated(session);
    }

    @Test
    void asksItsClientToLeaveAndIsNotParkedThen() {
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false);
        String token = welcome(connection).resume();

        session.tell(new AvatarSession.Leave(Duration.ofSeconds(9)));
        ServerMessage said = said(connection);
        connection.stop();

        assertThat(said).isEqualTo(new ServerMessage.GoAway(GoAwayReason.DRAIN, 9, token));
        owner.expectTerminated(session);
    }

    @Test
    void tellsItsClientAheadThatItsTimeIsUp() {
        ActorRef<AvatarSession.Command> session = begin(Settings.lasting(60, 1), false);
        welcome(connection);

        ServerMessage said = said(connection);

        assertThat(said)
                .isInstanceOfSatisfying(
                        ServerMessage.GoAway.class,
                        goAway -> assertThat(goAway.reason()).isEqualTo(GoAwayReason.LIMIT));
        connection.expectMessage(new ClientConnection.Close(CloseCode.POLICY));
        owner.expectTerminated(session);
    }

    @Test
    void endsItsConnectionWhenItFails() {
        TestProbe<Arrival> desk = KIT.createTestProbe();
        TestProbe<ToSocket> socket = KIT.createTestProbe();
        ActorRef<ClientConnection.Command> real = KIT.spawn(ClientConnection.create(
                new SessionId("anne"), ConnectionSettings.DEFAULTS, new CountedSessions(), desk.ref()));
        real.tell(new ClientConnection.SocketOpened(socket.ref()));
        ActorRef<AvatarSession.Command> session = begin(SessionSettings.DEFAULTS, false, real);
        socket.expectMessageClass(ToSocket.Say.class);

        KIT.stop(session);
        real.tell(new ClientConnection.SocketTook());

        assertThat(socket.expectMessageClass(ToSocket.Say.class).message())
                .isInstanceOfSatisfying(
                        ServerMessage.Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    private ActorRef<AvatarSession.Command> begin(SessionSettings settings, boolean resumeExpired) {
        return begin(settings, resumeExpired, connection.ref());
    }

    private ActorRef<AvatarSession.Command> begin(
            SessionSettings settings, boolean resumeExpired, ActorRef<ClientConnection.Command> over) {
        Devices devices =
                new Devices(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE), device.ref(), device.ref());
        ClientMessage.Hello hello = ClientMessage.Hello.standard();
        Agreement agreement =
                new Agreement(Codec.JPEG, FakeHeadModel.SIZE, hello.fps(), hello.mode(), settings.limits());
        return KIT.spawn(AvatarSession.create(
                new Beginning(new Arrival(new SessionId("anne"), hello, over), resumeExpired, agreement, devices),
                settings,
                MoveTolerance.DEFAULTS,
                new SessionTally(new CountedMetrics().live(), hello.mode()),
                archivist.ref(),
                owner.ref()));
    }

    private static Arrival arrival(String id, String token, TestProbe<ClientConnection.Command> from) {
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        return new Arrival(
                new SessionId(id),
                new ClientMessage.Hello(
                        standard.codecsUp(),
                        standard.codecsDown(),
                        standard.size(),
                        standard.fps(),
                        standard.mode(),
                        Optional.of(token),
                        ""),
                from.ref());
    }

    private ServerMessage.Welcome welcome(TestProbe<ClientConnection.Command> from) {
        ear = from.expectMessageClass(ClientConnection.Join.class).session();
        return (ServerMessage.Welcome) said(from);
    }

    private static ServerMessage said(TestProbe<ClientConnection.Command> to) {
        return to.expectMessageClass(ClientConnection.Say.class).message();
    }
}
