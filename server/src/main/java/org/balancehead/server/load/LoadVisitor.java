package org.balancehead.server.load;

import java.net.ConnectException;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.balancehead.server.client.StreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * One visitor, over all its connections. Who is refused comes again when told to, who is cut off comes again soon with
 * its resume token, and who vanishes comes again after a while, every second time as somebody new.
 */
final class LoadVisitor {
    private static final double JITTER = 0.2;
    private static final Duration UNTIL_AGAIN = Duration.ofSeconds(1);

    private final LoadWorld world;
    private final Manner manner;
    private final VisitLog log;
    private final Random random;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private Optional<String> resume = Optional.empty();
    private @Nullable VisitorConnection connection;
    private int vanished;
    private boolean leaving;

    /** @param seed of its jitter */
    LoadVisitor(LoadWorld world, Manner manner, VisitLog log, long seed) {
        this.world = world;
        this.manner = manner;
        this.log = log;
        this.random = new Random(seed);
    }

    /** Comes then, or as soon after as the server lets it. */
    void enterAfter(long nanos) {
        world.after(nanos, this::enter);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both of its ends are handled
    private synchronized void enter() {
        if (leaving) {
            gone.complete(null);
            return;
        }
        VisitorConnection mine = new VisitorConnection(world, log, new Random(random.nextLong()), resume, this::cutOff);
        connection = mine;
        StreamConnection.open(world.http(), world.server(), mine, manner.bytesPerSecond())
                .whenComplete((opened, trouble) -> {
                    if (trouble == null) {
                        mine.connected(opened);
                        stay(mine);
                    } else {
                        notAdmitted(trouble);
                    }
                });
    }

    private synchronized void stay(VisitorConnection mine) {
        if (manner == Manner.VANISHING) {
            world.after(withJitter(thinkTime()), () -> vanish(mine));
        }
    }

    private synchronized void vanish(VisitorConnection mine) {
        if (!leaving && mine.cut()) {
            vanished++;
            log.vanished();
            comeAgain(vanished % 2 == 0 ? Optional.empty() : mine.resume(), thinkTime());
        }
    }

    private Duration thinkTime() {
        return Duration.ofSeconds(world.plan().think());
    }

    /** Says good-bye; done when the server has closed the connection. */
    synchronized Future<Void> leave() {
        leaving = true;
        if (connection == null || !connection.sayBye()) {
            gone.complete(null);
        }
        return gone;
    }

    /** Cuts the connection, if there is one. */
    synchronized void cut() {
        leaving = true;
        if (connection != null) {
            connection.cut();
        }
    }

    private synchronized void notAdmitted(Throwable trouble) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        Duration wait = UNTIL_AGAIN;
        if (cause instanceof WebSocketHandshakeException handshake) {
            log.refused();
            wait = handshake.getResponse().headers().firstValueAsLong("Retry-After").stream()
                    .mapToObj(Duration::ofSeconds)
                    .findFirst()
                    .orElse(UNTIL_AGAIN);
        } else {
            log.error(
                    cause instanceof ConnectException
                            ? "not-reached"
                            : cause.getClass().getSimpleName());
        }
        comeAgain(resume, wait);
    }

    private synchronized void cutOff(String how) {
        if (!leaving) {
            log.error(how);
            log.reconnects();
        }
        comeAgain(connection == null ? resume : connection.resume(), UNTIL_AGAIN);
    }

    private void comeAgain(Optional<String> with, Duration wait) {
        connection = null;
        resume = with;
        if (leaving) {
            gone.complete(null);
        } else {
            world.after(withJitter(wait), this::enter);
        }
    }

    private long withJitter(Duration time) {
        return (long) (time.toNanos() * (1 + JITTER * random.nextDouble()));
    }
}
