package org.balancehead.server.load;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.client.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One visitor as the page behaves: camera frames with jitter, one under way at a time; three credits out; an
 * acknowledgement a view. Who is refused comes again when told to, who is cut off comes again soon.
 */
final class LoadVisitor {
    private static final int WINDOW = 3;
    private static final double JITTER = 0.2;
    private static final Duration UNTIL_AGAIN = Duration.ofSeconds(1);

    /** What all visitors share: where they go, what they show, and whose threads they use. */
    record World(URI server, EncodedClip clip, HttpClient http, ScheduledExecutorService clock, long originNanos) {
        /** The visitors' clock in microseconds, from 1 on: 0 means none. */
        long micros(long nanos) {
            return TimeUnit.NANOSECONDS.toMicros(nanos - originNanos) + 1;
        }

        long nanos(long micros) {
            return originNanos + TimeUnit.MICROSECONDS.toNanos(micros - 1);
        }
    }

    private final LoadPlan plan;
    private final World world;
    private final VisitLog log;
    private final Random random;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Optional<String> resume = Optional.empty();
    private @Nullable Ear ear;
    private boolean leaving;

    /** @param seed of its jitter */
    LoadVisitor(LoadPlan plan, World world, VisitLog log, long seed) {
        this.plan = plan;
        this.world = world;
        this.log = log;
        this.random = new Random(seed);
    }

    /** Comes then, or as soon after as the server lets it. */
    void enterAfter(long nanos) {
        after(nanos, this::enter);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both of its ends are handled
    private synchronized void enter() {
        if (leaving) {
            gone.complete(null);
            return;
        }
        Ear listener = new Ear();
        ear = listener;
        StreamConnection.open(world.http(), world.server(), listener, true).whenComplete((connection, trouble) -> {
            if (trouble == null) {
                listener.connected(connection);
            } else {
                notAdmitted(trouble);
            }
        });
    }

    /** Says good-bye; done when the server has closed the connection. */
    synchronized Future<Void> leave() {
        leaving = true;
        if (ear == null || !ear.sayBye()) {
            gone.complete(null);
        }
        return gone;
    }

    /** Cuts the connection, if there is one. */
    synchronized void cut() {
        leaving = true;
        if (ear != null) {
            ear.cut();
        }
    }

    private void notAdmitted(Throwable trouble) {
        Throwable cause =
                trouble instanceof CompletionException && trouble.getCause() != null ? trouble.getCause() : trouble;
        if (cause instanceof WebSocketHandshakeException handshake) {
            log.refused();
            comeAgain(handshake.getResponse().headers().firstValueAsLong("Retry-After").stream()
                    .mapToObj(Duration::ofSeconds)
                    .findFirst()
                    .orElse(UNTIL_AGAIN));
        } else {
            log.error(cause instanceof ConnectException ? "not-reached" : kind(cause));
            comeAgain(UNTIL_AGAIN);
        }
    }

    private synchronized void comeAgain(Duration wait) {
        ear = null;
        if (leaving) {
            gone.complete(null);
        } else {
            after((long) (wait.toNanos() * (1 + JITTER * random.nextDouble())), this::enter);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is scheduled tells its own failures
    private void after(long nanos, Runnable task) {
        if (!world.clock().isShutdown()) {
            world.clock().schedule(task, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static String kind(Throwable cause) {
        return cause.getClass().getSimpleName();
    }

    /** One connection's side of it. */
    private final class Ear implements StreamListener {
        private @Nullable StreamConnection connection;
        private boolean over;
        private int frame;

        synchronized void connected(StreamConnection opened) {
            connection = opened;
            if (over) {
                opened.close();
                return;
            }
            opened.say(new ClientMessage.Hello(
                    List.of(Codec.JPEG),
                    List.of(Codec.JPEG),
                    plan.size(),
                    plan.fps(),
                    ViewMode.ofName(plan.mode()),
                    resume,
                    "load"));
        }

        /** Whether there was somebody to say it to. */
        synchronized boolean sayBye() {
            if (over || connection == null) {
                return false;
            }
            connection.say(new ClientMessage.Bye());
            return true;
        }

        synchronized void cut() {
            over = true;
            if (connection != null) {
                connection.close();
            }
        }

        @Override
        public synchronized void said(ServerMessage message) {
            if (message instanceof ServerMessage.Welcome welcome) {
                resume = welcome.limits().resumeSeconds() > 0 ? Optional.of(welcome.resume()) : Optional.empty();
                log.welcomed(welcome.resumed());
                say(new ClientMessage.Credit(WINDOW));
                after((long) (random.nextDouble() * period()), this::showFrame);
            } else if (message instanceof ServerMessage.Problem problem) {
                log.error(problem.code().wireName());
            }
        }

        private synchronized void showFrame() {
            if (over || connection == null) {
                return;
            }
            if (connection.idle()) {
                long now = System.nanoTime();
                world.clip().show(connection, frame, world.micros(now));
                log.cameraFrameSent(now);
            }
            frame++;
            after((long) (period() * (1 + JITTER * (2 * random.nextDouble() - 1))), this::showFrame);
        }

        private long period() {
            return TimeUnit.SECONDS.toNanos(1) / plan.cameraFps();
        }

        @Override
        public synchronized void shown(Frame view) {
            long now = System.nanoTime();
            long captured = view.header().timeMicros();
            log.viewCame(view.header(), captured > 0 ? world.nanos(captured) : -1, now);
            say(new ClientMessage.Ack(view.header().sequence(), world.micros(now)));
            say(new ClientMessage.Credit(1));
        }

        private void say(ClientMessage message) {
            if (connection != null) {
                connection.say(message);
            }
        }

        @Override
        public void closed(int code) {
            ended("closed-" + code);
        }

        @Override
        public void broken(Throwable cause) {
            ended(kind(cause));
        }

        private void ended(String how) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            synchronized (LoadVisitor.this) {
                if (!leaving) {
                    log.error(how);
                    log.reconnects();
                }
            }
            comeAgain(UNTIL_AGAIN);
        }
    }
}
