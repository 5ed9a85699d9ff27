package org.balancehead.server.load;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.client.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * One connection as the page keeps it: camera frames with jitter, one under way at a time; three credits out; an
 * acknowledgement a view.
 */
final class VisitorConnection implements StreamListener {
    private static final int WINDOW = 3;
    private static final double JITTER = 0.2;

    private final LoadWorld world;
    private final VisitLog log;
    private final Random random;
    private final Consumer<String> ended;
    private Optional<String> resume;
    private @Nullable StreamConnection connection;
    private boolean over;
    private int frame;

    /**
     * A connection that is about to be made.
     *
     * @param resume the token of the session to be resumed
     * @param ended hears how it ended, unless it was cut
     */
    VisitorConnection(LoadWorld world, VisitLog log, Random random, Optional<String> resume, Consumer<String> ended) {
        this.world = world;
        this.log = log;
        this.random = random;
        this.resume = resume;
        this.ended = ended;
    }

    synchronized void connected(StreamConnection opened) {
        connection = opened;
        if (over) {
            opened.close();
            return;
        }
        LoadPlan plan = world.plan();
        opened.say(new ClientMessage.Hello(
                List.of(Codec.JPEG),
                List.of(plan.viewCodec()),
                plan.size(),
                plan.fps(),
                ViewMode.ofName(plan.mode()),
                resume,
                "load"));
    }

    /** What the session can be resumed with. */
    synchronized Optional<String> resume() {
        return resume;
    }

    /** Says good-bye; whether there was somebody to say it to. */
    synchronized boolean sayBye() {
        if (over || connection == null) {
            return false;
        }
        connection.say(new ClientMessage.Bye());
        return true;
    }

    /** Cuts it without a word; whether it was still there. */
    synchronized boolean cut() {
        boolean there = !over;
        over = true;
        if (connection != null) {
            connection.close();
        }
        return there;
    }

    @Override
    public synchronized void said(ServerMessage message) {
        if (message instanceof ServerMessage.Welcome welcome) {
            resume = welcome.limits().resumeSeconds() > 0 ? Optional.of(welcome.resume()) : Optional.empty();
            log.welcomed(welcome.resumed());
            say(new ClientMessage.Credit(WINDOW));
            world.after((long) (random.nextDouble() * period()), this::showFrame);
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
        world.after((long) (period() * (1 + JITTER * (2 * random.nextDouble() - 1))), this::showFrame);
    }

    private long period() {
        return TimeUnit.SECONDS.toNanos(1) / world.plan().cameraFps();
    }

    @Override
    public synchronized void shown(Frame view) {
        if (over) {
            return;
        }
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
        end("closed-" + code);
    }

    @Override
    public void broken(Throwable cause) {
        end(cause.getClass().getSimpleName());
    }

    private void end(String how) {
        if (cut()) {
            ended.accept(how);
        }
    }
}
