package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ServerMessage;

/** A visitor who becomes a head at once, and watches view after view until told to stop. */
final class Watcher implements AutoCloseable {
    /**
     * A view and when it came.
     *
     * @param nanos by {@link System#nanoTime}
     */
    record Seen(long nanos, FrameHeader header) {}

    /** A camera frame in which somebody is seen from the front. */
    record Sight(byte[] jpeg, int width, int height) {
        /** Whom the fake analyser sees. */
        static final Sight FAKE = new Sight(FakeServer.cameraFrame(0, 0.9), FakeServer.WIDTH, FakeServer.HEIGHT);

        private static final int PHOTO_SIDE = 512;

        /** Whom the real analyser sees. */
        static Sight photo() throws IOException {
            Path file = Path.of(System.getProperty("balancehead.home"), "demo", "astronaut.jpg");
            return new Sight(Files.readAllBytes(file), PHOTO_SIDE, PHOTO_SIDE);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StreamClient client;
    private final ServerMessage.Welcome welcome;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CompletableFuture<List<Seen>> watched;
    private volatile boolean enough;
    private volatile long lastModel;

    Watcher(FakeServer server) {
        this(server, ClientMessage.Hello.standard(), Sight.FAKE);
    }

    /** One who asks for that, and whose camera sees that. */
    Watcher(FakeServer server, ClientMessage.Hello hello, Sight sight) {
        this(server.connect(), hello, sight);
    }

    /** As that client, of any server. */
    Watcher(StreamClient client, ClientMessage.Hello hello, Sight sight) {
        this.client = client;
        welcome = client.greet(hello);
        client.show(sight.jpeg(), sight.width(), sight.height());
        client.await(ServerMessage.Revised.class);
        watched = CompletableFuture.supplyAsync(this::watch, thread);
    }

    /** Number of the version that it began on. */
    long beganOn() {
        return welcome.model().number();
    }

    /** Waits until it is told that views come from that version. */
    void awaitModel(int number) {
        client.await(
                ServerMessage.ModelChanged.class, changed -> changed.model().number() == number);
    }

    /** Waits until a view of that version came. */
    void awaitViewOf(int number) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lastModel != number && !watched.isDone()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("No view of version %d came, but of %d.".formatted(number, lastModel));
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Stops watching; all that was seen. Nobody was told of a problem. */
    List<Seen> stop() {
        List<Seen> seen = seen();
        assertThat(client.lastProblem()).isEmpty();
        return seen;
    }

    /** Stops watching; all that was seen. The last problem that the client was told of is that one. */
    List<Seen> stopTold(ErrorCode problem) {
        List<Seen> seen = seen();
        assertThat(client.lastProblem())
                .hasValueSatisfying(told -> assertThat(told.code()).isEqualTo(problem));
        return seen;
    }

    private List<Seen> seen() {
        enough = true;
        return watched.join();
    }

    /** Asks for the defaults, but for so many views a second. */
    static ClientMessage.Hello hello(int fps) {
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        return new ClientMessage.Hello(
                standard.codecsUp(),
                standard.codecsDown(),
                standard.size(),
                fps,
                standard.mode(),
                Optional.empty(),
                "");
    }

    private List<Seen> watch() {
        List<Seen> seen = new ArrayList<>();
        while (!enough) {
            client.say(new ClientMessage.Credit(1));
            Frame view = client.awaitView();
            lastModel = view.header().model();
            seen.add(new Seen(System.nanoTime(), view.header()));
        }
        return seen;
    }

    @Override
    public void close() {
        enough = true;
        thread.shutdown();
        client.close();
    }
}
