package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Connections break, and clients come back: in time, too late, with a token that is not theirs, to another server. How
 * long they are away is {@code -Dreconnect.cuts}, in seconds; the long form is {@code 1,5,20}.
 */
class ReconnectIT {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);
    private static final int RESTARTING = 1012;
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(50);

    @ParameterizedTest
    @MethodSource("cuts")
    void goesOnWhereItWasAfterACut(int seconds) {
        try (FakeServer server = new FakeServer(SessionSettings.DEFAULTS)) {
            StreamClient before = server.connect();
            ServerMessage.Welcome first = before.greet();
            ServerMessage.Revised shown = becomeAHead(before);
            before.say(new ClientMessage.View(new ViewMode.Fixed(90, 0, 1)));
            Frame last = view(before);
            before.vanish();
            LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());

            long began = System.nanoTime();
            try (StreamClient after = server.connect()) {
                ServerMessage.Welcome again = after.greet(StreamClient.returning(first.resume()));
                Frame next = view(after);
                System.out.printf(
                        "cut for %d s: first view %.0f ms after the client came back%n",
                        seconds, (System.nanoTime() - began) / 1e6);

                assertThat(again.resumed()).isTrue();
                assertThat(again.session()).isEqualTo(first.session());
                assertThat(again.model()).isEqualTo(first.model());
                assertThat(again.resume()).isNotEqualTo(first.resume());
                assertThat(after.await(ServerMessage.Revised.class)).isEqualTo(shown);
                assertThat(next.header().sequence()).isEqualTo(last.header().sequence() + 1);
                assertThat(next.header().revision()).isEqualTo(last.header().revision());
                assertThat(next.payload()).isEqualTo(last.payload()); // the same head, from the same side
                assertThat(server.metrics().sessions().open()).isEqualTo(1);
            }
        }
    }

    static IntStream cuts() {
        return Pattern.compile(",")
                .splitAsStream(System.getProperty("reconnect.cuts", "1,5"))
                .mapToInt(Integer::parseInt);
    }

    @Test
    void beginsAnewWhenTheClientComesTooLate() {
        try (FakeServer server = new FakeServer(FakeServer.settings(Map.of("resume-window", "1 second")))) {
            StreamClient before = server.connect();
            ServerMessage.Welcome first = before.greet();
            before.vanish();
            Patience.until(
                    "the parked session is given up",
                    () -> server.metrics().sessions().open() == 0);

            try (StreamClient late = server.connect()) {
                assertIsANewSession(late, first);
            }
        }
    }

    @Test
    void keepsWhoHasAStolenTokenOutWhileItsOwnerIsThere() {
        AtomicBoolean enough = new AtomicBoolean();
        try (FakeServer server = new FakeServer(SessionSettings.DEFAULTS);
                StreamClient owner = server.connect();
                StreamClient thief = server.connect()) {
            ServerMessage.Welcome own = owner.greet();
            CompletableFuture<Void> camera = CompletableFuture.runAsync(() -> play(owner, enough));

            assertIsANewSession(thief, own);
            enough.set(true);
            camera.join();
            owner.say(new ClientMessage.Ping("1"));

            owner.await(ServerMessage.Pong.class);
        }
    }

    @Test
    void takesATokenOnceOnly() {
        try (FakeServer server = new FakeServer(SessionSettings.DEFAULTS)) {
            StreamClient before = server.connect();
            ServerMessage.Welcome first = before.greet();
            before.vanish();
            StreamClient back = server.connect();
            ServerMessage.Welcome again = back.greet(StreamClient.returning(first.resume()));
            back.vanish();
            Patience.until(
                    "the session is parked again",
                    () -> server.metrics().sessions().parked() == 1);

            try (StreamClient reusing = server.connect();
                    StreamClient rightful = server.connect()) {
                assertIsANewSession(reusing, first);
                ServerMessage.Welcome third = rightful.greet(StreamClient.returning(again.resume()));

                assertThat(third.resumed()).isTrue();
                assertThat(third.session()).isEqualTo(first.session());
            }
        }
    }

    @Test
    void saysThatTheServerEndsAndAfterARestartThatTheSessionIsOver() {
        WholeServer server = new WholeServer(Map.of(), Optional.empty());
        int port = server.port();
        ServerMessage.Welcome first;
        try (StreamClient client = StreamClient.connectWhenReady(port)) {
            first = client.greet();

            server.close();

            assertThat(client.await(ServerMessage.GoAway.class).deadlineSeconds())
                    .isZero();
            assertThat(client.awaitClose()).isEqualTo(RESTARTING);
        }
        try (WholeServer restarted = new WholeServer(Map.of("balancehead.http.port", port), Optional.empty());
                StreamClient client = StreamClient.connectWhenReady(restarted.port())) {
            assertIsANewSession(client, first);
            becomeAHead(client);
            assertThat(view(client).header().sequence()).isEqualTo(1);
        }
    }

    private static void assertIsANewSession(StreamClient client, ServerMessage.Welcome former) {
        ServerMessage.Welcome welcome = client.greet(StreamClient.returning(former.resume()));

        assertThat(client.lastProblem())
                .get()
                .extracting(ServerMessage.Problem::code)
                .isEqualTo(ErrorCode.RESUME_EXPIRED);
        assertThat(welcome.resumed()).isFalse();
        assertThat(welcome.session()).isNotEqualTo(former.session());
    }

    private static ServerMessage.Revised becomeAHead(StreamClient client) {
        client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
        ServerMessage.Revised shown = client.await(ServerMessage.Revised.class);
        boolean done = false;
        while (!done) {
            ServerMessage message = client.await(
                    ServerMessage.class,
                    any -> any instanceof ServerMessage.Revised || any instanceof ServerMessage.Progress);
            if (message instanceof ServerMessage.Revised revised) {
                shown = revised;
            } else {
                done = ((ServerMessage.Progress) message).stage() == ProgressStage.DONE;
            }
        }
        return shown;
    }

    private static Frame view(StreamClient client) {
        client.say(new ClientMessage.Credit(1));
        return client.awaitView();
    }

    /** Sends camera frames, as everybody does who is there. */
    private static void play(StreamClient client, AtomicBoolean enough) {
        while (!enough.get()) {
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            LockSupport.parkNanos(BETWEEN_FRAMES.toNanos());
        }
    }
}
