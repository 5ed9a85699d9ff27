package org.balancehead.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.connection.ClientConnection.ClientSaid;
import org.balancehead.actors.connection.ClientConnection.SocketOpened;
import org.balancehead.actors.connection.ClientConnection.SocketTook;
import org.balancehead.actors.connection.ClientConnection.Taken;
import org.balancehead.actors.fakes.CountedSessions;
import org.balancehead.actors.metrics.RateLimit;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ServerMessage PONG = new ServerMessage.Pong("1", 1);

    private final CountedSessions metrics = new CountedSessions();
    private final TestProbe<ToSocket> socket = KIT.createTestProbe();
    private final TestProbe<Taken> taken = KIT.createTestProbe();
    private final TestProbe<Arrival> desk = KIT.createTestProbe();
    private final TestProbe<FromClient> session = KIT.createTestProbe();
    private final ActorRef<ClientConnection.Command> connection = spawn(ConnectionSettings.DEFAULTS);

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void takesNothingMoreOffTheSocketBeforeWhoSaidHelloHasASession() {
        connection.tell(new SocketOpened(socket.ref()));

        say(ClientMessage.Hello.standard());
        Arrival arrival = desk.receiveMessage();
        taken.expectNoMessage(Duration.ofMillis(50));
        arrival.connection().tell(new ClientConnection.Join(session.ref()));
        taken.receiveMessage();
        say(new ClientMessage.Keyframe());

        assertThat(session.expectMessageClass(FromClient.ClientTold.class).message())
                .isEqualTo(new ClientMessage.Keyframe());
    }

    @Test
    void sendsOneMessageAtATime() {
        joined();
        connection.tell(new ClientConnection.Say(PONG));
        connection.tell(new ClientConnection.Say(PONG));
        socket.expectMessageClass(ToSocket.Say.class);
        socket.expectNoMessage(Duration.ofMillis(50));

        connection.tell(new SocketTook());

        assertThat(heard()).isEqualTo(PONG);
    }

    @Test
    void refusesASecondHelloAndGoesOn() {
        joined();

        say(ClientMessage.Hello.standard());

        assertThat(((ServerMessage.Problem) heard()).code()).isEqualTo(ErrorCode.HELLO_REPEATED);
        desk.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void endsAsOverloadedWhenAClientLetsMessagesPileUp() {
        joined();

        for (int i = 0; i < 70; i++) {
            connection.tell(new ClientConnection.Say(PONG));
        }
        ToSocket last = socket.receiveMessage();
        while (!(last instanceof ToSocket.Close)) {
            connection.tell(new SocketTook());
            last = socket.receiveMessage();
        }

        assertThat(last).isEqualTo(new ToSocket.Close(CloseCode.OVERLOADED));
        session.expectMessage(new FromClient.ClientLeft(connection));
    }

    @Test
    void endsWhenMoreMessagesComeThanAreAllowed() {
        joined();

        for (int i = 0; i < 500; i++) {
            say(new ClientMessage.Keyframe());
        }

        assertThat(((ServerMessage.Problem) heard()).code()).isEqualTo(ErrorCode.RATE_EXCEEDED);
        assertThat(metrics.exceeded(RateLimit.MESSAGES)).isEqualTo(1);
    }

    @Test
    void endsWhenMoreBytesComeThanAreAllowedThoughTheMessagesAreFew() {
        joined();
        int most = 2 * ConnectionSettings.DEFAULTS.limits().maxBytesPerSecond();

        connection.tell(new ClientSaid(taken.ref(), new Parsed.Accepted<>(new ClientMessage.Keyframe()), most / 2));
        session.expectMessageClass(FromClient.ClientTold.class);
        connection.tell(new ClientSaid(taken.ref(), new Parsed.Accepted<>(new ClientMessage.Keyframe()), most));

        ServerMessage.Problem problem = (ServerMessage.Problem) heard();
        assertThat(problem.code()).isEqualTo(ErrorCode.RATE_EXCEEDED);
        assertThat(problem.message()).contains("maxBytesPerSecond");
        connection.tell(new SocketTook());
        socket.expectMessage(new ToSocket.Close(CloseCode.POLICY));
        assertThat(metrics.exceeded(RateLimit.BYTES)).isEqualTo(1);
    }

    @Test
    void tellsItsSessionThatTheClientSaidByeAndClosesRegularly() {
        joined();

        say(new ClientMessage.Bye());

        socket.expectMessage(new ToSocket.Close(CloseCode.NORMAL));
        session.expectMessage(new FromClient.ClientLeft(connection));
    }

    @Test
    void endsWithItsSocketWithoutAWord() {
        joined();

        connection.tell(new ClientConnection.SocketGone());

        socket.expectTerminated(connection);
        session.expectNoMessage(Duration.ofMillis(50));
    }

    @Test
    void tellsTheClientWhenItsSessionFails() {
        joined();

        session.stop();

        assertThat(((ServerMessage.Problem) heard()).code()).isEqualTo(ErrorCode.INTERNAL);
        connection.tell(new SocketTook());
        socket.expectMessage(new ToSocket.Close(CloseCode.INTERNAL));
    }

    @Test
    void endsWhenNoSocketComes() {
        ActorRef<ClientConnection.Command> forgotten = spawn(new ConnectionSettings(
                Duration.ofMillis(20), Duration.ofSeconds(1), 1, 8, ConnectionSettings.DEFAULTS.limits()));

        socket.expectTerminated(forgotten);
    }

    private ActorRef<ClientConnection.Command> spawn(ConnectionSettings settings) {
        return KIT.spawn(ClientConnection.create(new SessionId("anne"), settings, metrics, desk.ref()));
    }

    private void joined() {
        connection.tell(new SocketOpened(socket.ref()));
        say(ClientMessage.Hello.standard());
        desk.receiveMessage();
        connection.tell(new ClientConnection.Join(session.ref()));
    }

    private void say(ClientMessage message) {
        connection.tell(new ClientSaid(taken.ref(), new Parsed.Accepted<>(message), 100));
    }

    private ServerMessage heard() {
        return socket.expectMessageClass(ToSocket.Say.class).message();
    }
}
