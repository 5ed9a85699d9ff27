package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.session.AvatarSession.ClientSaid;
import org.balancehead.actors.session.AvatarSession.SocketOpened;
import org.balancehead.actors.session.AvatarSession.SocketTook;
import org.balancehead.actors.session.AvatarSession.Taken;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AvatarSessionTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final TestProbe<ToSocket> socket = KIT.createTestProbe();
    private final TestProbe<Taken> taken = KIT.createTestProbe();
    private final TestProbe<DeviceDispatcher.Command> device = KIT.createTestProbe();
    private final ActorRef<AvatarSession.Command> session = spawn(SessionSettings.DEFAULTS);

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void welcomesAClientWithinItsLimits() {
        session.tell(new SocketOpened(socket.ref()));

        say(new ClientMessage.Hello(
                List.of(Codec.H264, Codec.JPEG),
                List.of(Codec.JPEG),
                2048,
                200,
                ViewMode.ofName("mirror"),
                Optional.empty(),
                "test"));
        ServerMessage.Welcome welcome = (ServerMessage.Welcome) heard();

        assertThat(welcome.session()).isEqualTo("anne");
        assertThat(welcome.size()).isEqualTo(FakeHeadModel.SIZE);
        assertThat(welcome.codecUp()).isEqualTo(Codec.JPEG);
        assertThat(welcome.resumed()).isFalse();
        assertThat(welcome.resume()).isNotEmpty();
    }

    @Test
    void sendsOneMessageAtATime() {
        session.tell(new SocketOpened(socket.ref()));
        say(ClientMessage.Hello.standard());
        say(new ClientMessage.Ping("1"));
        socket.expectMessageClass(ToSocket.Say.class);
        socket.expectNoMessage(Duration.ofMillis(50));

        session.tell(new SocketTook());

        assertThat(heard()).isInstanceOf(ServerMessage.Pong.class);
    }

    @Test
    void tellsAClientThatWantsToResumeThatItIsTooLate() {
        session.tell(new SocketOpened(socket.ref()));

        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        say(new ClientMessage.Hello(
                standard.codecsUp(),
                standard.codecsDown(),
                standard.size(),
                standard.fps(),
                standard.mode(),
                Optional.of("token"),
                ""));

        assertThat(((ServerMessage.Problem) heard()).code()).isEqualTo(ErrorCode.RESUME_EXPIRED);
        session.tell(new SocketTook());
        assertThat(heard()).isInstanceOf(ServerMessage.Welcome.class);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void sendsViewsInTheCodecThatTheClientLikesBest(Codec codec) {
        session.tell(new SocketOpened(socket.ref()));

        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        say(new ClientMessage.Hello(
                standard.codecsUp(), List.of(codec, Codec.JPEG), 256, 24, standard.mode(), Optional.empty(), "test"));
        ServerMessage.Welcome welcome = (ServerMessage.Welcome) heard();

        assertThat(welcome.codecDown()).isEqualTo(codec);
    }

    @Test
    void endsWithPolicyWhenThereIsNoCommonCodec() {
        session.tell(new SocketOpened(socket.ref()));
        ClientMessage.Hello standard = ClientMessage.Hello.standard();

        say(new ClientMessage.Hello(
                List.of(Codec.VP8), standard.codecsDown(), 256, 24, standard.mode(), Optional.empty(), ""));

        assertThat(((ServerMessage.Problem) heard()).code()).isEqualTo(ErrorCode.UNSUPPORTED_CODEC);
        session.tell(new SocketTook());
        socket.expectMessage(new ToSocket.Close(CloseCode.POLICY));
    }

    @Test
    void endsAsOverloadedWhenAClientLetsMessagesPileUp() {
        session.tell(new SocketOpened(socket.ref()));
        say(ClientMessage.Hello.standard());

        for (int i = 0; i < 70; i++) {
            say(new ClientMessage.Ping("1"));
        }
        ToSocket last = socket.receiveMessage();
        while (!(last instanceof ToSocket.Close)) {
            session.tell(new SocketTook());
            last = socket.receiveMessage();
        }

        assertThat(last).isEqualTo(new ToSocket.Close(CloseCode.OVERLOADED));
    }

    @Test
    void endsWhenMoreMessagesComeThanAreAllowed() {
        session.tell(new SocketOpened(socket.ref()));
        say(ClientMessage.Hello.standard());
        socket.expectMessageClass(ToSocket.Say.class);

        for (int i = 0; i < 500; i++) {
            say(new ClientMessage.Keyframe());
        }
        session.tell(new SocketTook());

        assertThat(((ServerMessage.Problem) heard()).code()).isEqualTo(ErrorCode.RATE_EXCEEDED);
    }

    @Test
    void endsWithItsSocket() {
        session.tell(new SocketOpened(socket.ref()));
        say(ClientMessage.Hello.standard());

        session.tell(new AvatarSession.SocketGone());

        socket.expectTerminated(session);
    }

    @Test
    void endsWhenNoSocketComes() {
        SessionSettings d = SessionSettings.DEFAULTS;
        ActorRef<AvatarSession.Command> forgotten = spawn(new SessionSettings(
                d.maxSessions(),
                Duration.ofMillis(20),
                d.closeDeadline(),
                d.capturePeriod(),
                d.maxMessagesPerSecond(),
                d.limits()));

        socket.expectTerminated(forgotten);
    }

    private ActorRef<AvatarSession.Command> spawn(SessionSettings settings) {
        Devices devices =
                new Devices(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE), device.ref(), device.ref());
        return KIT.spawn(AvatarSession.create(
                new SessionId("anne"), settings, devices, MoveTolerance.DEFAULTS, new CountedMetrics()));
    }

    private void say(ClientMessage message) {
        session.tell(new ClientSaid(taken.ref(), new Parsed.Accepted<>(message)));
    }

    private ServerMessage heard() {
        return socket.expectMessageClass(ToSocket.Say.class).message();
    }
}
