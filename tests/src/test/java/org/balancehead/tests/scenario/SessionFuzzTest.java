package org.balancehead.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.actors.admission.AdmissionSettings;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.ConnectionSettings;
import org.balancehead.actors.connection.ToSocket;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.registry.Admission;
import org.balancehead.actors.registry.SessionRegistry;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.hostile.HostileFrames;
import org.balancehead.protocol.hostile.HostileTexts;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.CloseCode;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.MessageCodec;
import org.balancehead.protocol.message.Parsed;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Messages, frames and the socket's events in any order: each session ends in order, and nothing of it is left. */
class SessionFuzzTest {
    private static final long SEED = 20_261_127;
    private static final int SESSIONS = 500;
    private static final int EVENTS = 250;
    private static final long MOST_LEFT_BYTES = 24 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;
    private static final MessageCodec CODEC =
            new MessageCodec(SessionSettings.DEFAULTS.limits().maxTextBytes());
    private static final byte[] PICTURE = jpeg(Heads.picture(WIDTH, HEIGHT, 128, 230, 120));

    private static final ActorTestKit KIT = ActorTestKit.create();

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final CountedMetrics metrics = new CountedMetrics();
    private final FakeHeadModel model = new FakeHeadModel();
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<ErrorCode, Integer> problems = new EnumMap<>(ErrorCode.class);
    private final Map<CloseCode, Integer> ends = new EnumMap<>(CloseCode.class);
    private int views;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void aHundredThousandEventsInAnyOrderEndEachSessionInOrderAndLeaveNothing() {
        ActorRef<SessionRegistry.Command> registry = KIT.spawn(SessionRegistry.create(
                settings(),
                InferenceSettings.DEFAULTS,
                DeploymentSettings.DEFAULTS,
                FakeCheckpoints.candidate((device, number) -> model),
                new FakeCheckpoints(),
                cropSize -> new FakeFaceAnalyzer(),
                metrics.live()));
        for (int i = 0; i < SESSIONS / 10; i++) {
            torment(admitted(registry), new RecordingSocket(true));
        }
        long before = usedBytes();

        for (int i = 0; i < SESSIONS; i++) {
            torment(admitted(registry), new RecordingSocket(i % 20 != 0));
        }

        await(() -> metrics.sessions().open() == 0 && model.open() == 1);
        long left = usedBytes() - before;
        System.out.printf(
                "seed %d: %d events taken, %d views, problems %s, ends %s, %.1f MB left%n",
                SEED, taken.get(), views, problems, ends, left / 1e6);
        assertThat(taken).hasValueGreaterThan(100_000);
        assertThat(model.open()).isEqualTo(1);
        assertThat(left).isLessThan(MOST_LEFT_BYTES);
        assertThat(problems.keySet())
                .contains(
                        ErrorCode.BAD_JSON,
                        ErrorCode.UNKNOWN_TYPE,
                        ErrorCode.BAD_FIELD,
                        ErrorCode.BAD_FRAME,
                        ErrorCode.FRAME_TOO_LARGE,
                        ErrorCode.UNSUPPORTED_CODEC,
                        ErrorCode.RATE_EXCEEDED,
                        ErrorCode.HELLO_EXPECTED,
                        ErrorCode.HELLO_REPEATED,
                        ErrorCode.UNAUTHORISED)
                .doesNotContain(ErrorCode.INTERNAL, ErrorCode.DEVICE_FAILED);
        assertThat(ends.keySet())
                .contains(CloseCode.NORMAL, CloseCode.POLICY, CloseCode.TOO_LARGE)
                .doesNotContain(CloseCode.INTERNAL);
        assertThat(views).isPositive();
        assertServesASaneClient(admitted(registry));
    }

    private void torment(ActorRef<ClientConnection.Command> session, RecordingSocket socket) {
        ActorRef<ToSocket> out = KIT.spawn(socket.behavior(session));
        Answers gate = new Answers(session);
        ActorRef<ClientConnection.Taken> answers = KIT.spawn(gate.behavior());
        HostileTexts texts = new HostileTexts(random);
        HostileFrames frames = new HostileFrames(random, PICTURE, WIDTH, HEIGHT);
        boolean polite = random.nextInt(4) > 0;
        int opening = polite ? 0 : random.nextInt(20);
        for (int i = 0; i < EVENTS; i++) {
            if (i == opening) {
                session.tell(new ClientConnection.SocketOpened(out));
            }
            if (i == 0 && polite) {
                gate.tell(said(answers, ClientMessage.Hello.standard()));
                gate.tell(said(answers, new ClientMessage.Credit(32)));
                gate.tell(frame(answers, frames.sound()));
            } else {
                gate.tell(event(answers, texts, frames));
            }
        }
        if (polite && random.nextInt(10) == 0) {
            endByForce(session, gate, answers, frames);
        }
        session.tell(new ClientConnection.SocketGone());
        TestProbe<Object> watcher = KIT.createTestProbe();
        watcher.expectTerminated(session, PATIENCE);
        assertThat(socket.faults()).isEmpty();
        socket.said().stream()
                .filter(ServerMessage.Problem.class::isInstance)
                .map(problem -> ((ServerMessage.Problem) problem).code())
                .forEach(code -> problems.merge(code, 1, Integer::sum));
        socket.closed().ifPresent(code -> ends.merge(code, 1, Integer::sum));
        views += socket.views();
        KIT.stop(out);
        KIT.stop(answers);
    }

    /** By far too many frames at once, or by the end of what lets it in; it may have ended before. */
    private void endByForce(
            ActorRef<ClientConnection.Command> session,
            Answers gate,
            ActorRef<ClientConnection.Taken> answers,
            HostileFrames frames) {
        if (random.nextBoolean()) {
            session.tell(new ClientConnection.AllowFor(Duration.ofMillis(1)));
        } else {
            for (int i = 0; i < 1000; i++) {
                gate.tell(frame(answers, frames.sound()));
            }
        }
        KIT.<Object>createTestProbe().expectTerminated(session, PATIENCE);
    }

    /** Mostly what a session survives; what ends it comes often enough that most sessions meet it at last. */
    private ClientConnection.Command event(
            ActorRef<ClientConnection.Taken> answers, HostileTexts texts, HostileFrames frames) {
        int kind = random.nextInt(1000);
        if (kind < 450) {
            Parsed<ClientMessage> parsed = CODEC.parse(texts.next());
            boolean ends = parsed instanceof Parsed.Accepted<ClientMessage> accepted
                    && accepted.value() instanceof ClientMessage.Bye
                    && random.nextInt(50) > 0;
            boolean tooLarge = parsed instanceof Parsed.Refused<ClientMessage> refused
                    && refused.code().fatal()
                    && random.nextInt(50) > 0;
            return new ClientConnection.ClientSaid(
                    answers, ends || tooLarge ? new Parsed.Accepted<>(new ClientMessage.Recapture()) : parsed, 100);
        }
        if (kind < 600) {
            return new ClientConnection.ClientSaid(
                    answers, new Parsed.Accepted<>(new ClientMessage.Credit(1 + random.nextInt(32))), 100);
        }
        if (kind < 900) {
            return frame(answers, random.nextInt(3) == 0 ? frames.withBadHeader() : frames.withBrokenPicture());
        }
        return switch (kind) {
            case 900, 901 -> new ClientConnection.AllowFor(Duration.ofMillis(random.nextInt(20)));
            case 902 -> new ClientConnection.SocketGone();
            case 903, 904, 905 -> frame(answers, frames.next());
            default -> kind < 950 ? new ClientConnection.SocketReady(answers) : frame(answers, frames.sound());
        };
    }

    private static ClientConnection.Command frame(ActorRef<ClientConnection.Taken> answers, byte[] bytes) {
        return new ClientConnection.FrameArrived(answers, FrameCodec.decode(bytes, FrameKind.CAMERA), bytes.length);
    }

    private static ClientConnection.Command said(ActorRef<ClientConnection.Taken> answers, ClientMessage message) {
        return new ClientConnection.ClientSaid(answers, new Parsed.Accepted<>(message), 100);
    }

    private void assertServesASaneClient(ActorRef<ClientConnection.Command> session) {
        RecordingSocket socket = new RecordingSocket(true);
        Answers gate = new Answers(session);
        ActorRef<ClientConnection.Taken> answers = KIT.spawn(gate.behavior());
        session.tell(new ClientConnection.SocketOpened(KIT.spawn(socket.behavior(session))));
        gate.tell(said(answers, ClientMessage.Hello.standard()));
        gate.tell(said(answers, new ClientMessage.Credit(3)));
        gate.tell(frame(answers, new HostileFrames(random, PICTURE, WIDTH, HEIGHT).sound()));
        await(() -> socket.views() == 3);

        assertThat(socket.views()).isEqualTo(3);
        assertThat(socket.said()).noneMatch(ServerMessage.Problem.class::isInstance);
        gate.tell(said(answers, new ClientMessage.Bye()));
        await(() -> socket.closed().isPresent());
        assertThat(socket.closed()).isEqualTo(Optional.of(CloseCode.NORMAL));
    }

    /** So few frames that some sessions send more; nobody is waited for who left, and nobody comes too often. */
    private static SessionSettings settings() {
        SessionSettings d = SessionSettings.DEFAULTS;
        Limits limits = d.limits();
        return new SessionSettings(
                d.maxSessions(),
                d.maxParked(),
                d.drainDeadline(),
                d.capturePeriod(),
                d.settledCapturePeriod(),
                d.idleAfter(),
                new ConnectionSettings(
                        d.connection().helloDeadline(),
                        Duration.ofMillis(100),
                        d.connection().maxMessagesPerSecond(),
                        d.connection().maxWaitingMessages(),
                        new Limits(
                                limits.maxFrameBytes(),
                                limits.maxFrameWidth(),
                                limits.maxFrameHeight(),
                                45,
                                limits.maxTextBytes(),
                                limits.maxBytesPerSecond(),
                                limits.silenceSeconds(),
                                0,
                                limits.sessionSeconds())),
                new AdmissionSettings(
                        d.maxSessions(), 100_000, 16, d.admission().capacity()),
                d.views(),
                d.archive());
    }

    private static ActorRef<ClientConnection.Command> admitted(ActorRef<SessionRegistry.Command> registry) {
        TestProbe<Admission> caller = KIT.createTestProbe();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            registry.tell(new SessionRegistry.Admit(InetAddress.getLoopbackAddress(), caller.ref()));
            Admission answer = caller.receiveMessage(PATIENCE);
            if (answer instanceof Admission.Admitted admitted) {
                caller.stop();
                return admitted.connection();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("No session was admitted: " + answer);
            }
        }
    }

    /** The way in, as a socket keeps it: the next message when the last one was taken, or nothing if all is over. */
    private final class Answers {
        private final ActorRef<ClientConnection.Command> connection;
        private final Semaphore next = new Semaphore(0);
        private volatile boolean over;

        Answers(ActorRef<ClientConnection.Command> connection) {
            this.connection = connection;
        }

        Behavior<ClientConnection.Taken> behavior() {
            return Behaviors.setup(context -> {
                context.watch(connection);
                return Behaviors.receive(ClientConnection.Taken.class)
                        .onAnyMessage(answer -> {
                            taken.incrementAndGet();
                            next.release();
                            return Behaviors.same();
                        })
                        .onSignal(Terminated.class, ended -> {
                            over = true;
                            next.release();
                            return Behaviors.same();
                        })
                        .build();
            });
        }

        void tell(ClientConnection.Command command) {
            if (over) {
                return;
            }
            connection.tell(command);
            boolean answered = command instanceof ClientConnection.ClientSaid
                    || command instanceof ClientConnection.FrameArrived
                    || command instanceof ClientConnection.SocketReady;
            try {
                if (answered && !next.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("Not taken: " + command);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for the connection.", e);
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static byte[] jpeg(RgbImage image) {
        try (JpegCodec codec = new JpegCodec(WIDTH, HEIGHT)) {
            return codec.encode(new VideoFrame(image.width(), image.height(), image.rgb(), 0));
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
