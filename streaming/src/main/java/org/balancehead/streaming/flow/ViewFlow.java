package org.balancehead.streaming.flow;

import java.time.Duration;
import java.util.Optional;

/**
 * When the next view of one stream may be made, and in what size, quality and pace: by the client's credit and
 * acknowledgements, by its socket, and by an even pace. One view is in the making at a time, and one with the socket.
 */
public final class ViewFlow {
    private static final int MOST_CREDIT = 32; // the protocol's largest grant
    private static final double NOVELTY = 0.2;

    private final FlowBounds bounds;
    private final RateLadder ladder;
    private final Holdup socketHoldup = new Holdup();
    private final Holdup windowHoldup = new Holdup();
    private CreditWindow credit = new CreditWindow(MOST_CREDIT);
    private ViewWindow window;
    private Pace pace;
    private long begunAt;
    private boolean sentBefore;
    private long sentAt;
    private boolean withSocket;
    private double bytesPerView;

    /**
     * A stream that begins as agreed.
     *
     * @param side of the views in pixels
     */
    public ViewFlow(int side, int framesPerSecond, FlowBounds bounds, long nowNanos) {
        this.bounds = bounds;
        this.window = new ViewWindow(bounds);
        this.ladder = new RateLadder(Rung.ladder(side, framesPerSecond, bounds), nowNanos);
        this.pace = new Pace(framesPerSecond);
    }

    /** The client allows so many more. */
    public void grant(int views) {
        credit.grant(views);
    }

    /** The client showed a view: how long that took from its sending; empty, and without effect, for views unknown. */
    public Optional<Duration> acknowledge(long sequence, long nowNanos) {
        return window.acknowledge(sequence, nowNanos).map(passage -> {
            ladder.passed(passage);
            return Duration.ofNanos(passage.roundTripNanos());
        });
    }

    /**
     * Whether a view may be made, when there is something to show and none is in the making. Adapts the rung.
     *
     * @param early so much before its time; the ones after it are not, so that the pace is kept on average
     */
    public Gate gate(long nowNanos, Duration early) {
        if (withSocket || !credit.open()) {
            windowHoldup.end(nowNanos);
            return new Gate.Shut();
        }
        Duration untilClock = pace.untilDue(nowNanos);
        Duration untilDue = untilClock.compareTo(early) <= 0 ? Duration.ZERO : untilClock.minus(early);
        Duration untilOpen = window.untilOpen(nowNanos);
        if (untilOpen.isZero()) {
            windowHoldup.end(nowNanos);
            adapt(nowNanos);
            return untilDue.isZero() ? new Gate.Open() : new Gate.Later(untilDue);
        }
        windowHoldup.begin(nowNanos + untilDue.toNanos());
        return new Gate.Later(untilOpen);
    }

    /** A view is being made. */
    public void begin(long nowNanos) {
        pace.spend(nowNanos);
        begunAt = nowNanos;
    }

    /** The view goes to the socket: how long that is after the one before, if there was one. */
    public Optional<Duration> send(long sequence, int bytes, long nowNanos) {
        credit.spend();
        window.sent(sequence, bytes, nowNanos);
        bytesPerView += (bytesPerView == 0 ? 1 : NOVELTY) * (bytes - bytesPerView);
        withSocket = true;
        if (credit.open()) {
            socketHoldup.begin(nowNanos + pace.untilDue(nowNanos).toNanos());
        }
        Optional<Duration> gap = sentBefore ? Optional.of(Duration.ofNanos(nowNanos - sentAt)) : Optional.empty();
        sentBefore = true;
        sentAt = nowNanos;
        return gap;
    }

    /** The socket took the view. */
    public void taken(long nowNanos) {
        withSocket = false;
        socketHoldup.end(nowNanos);
    }

    /** The connection is gone: credit and what was under way are void; the next one begins at the same rung. */
    public void cut(long nowNanos) {
        taken(nowNanos);
        rest(nowNanos);
        credit = new CreditWindow(MOST_CREDIT);
        window = new ViewWindow(bounds);
    }

    /** There is nothing to show for a while, so nothing is held up. */
    public void rest(long nowNanos) {
        socketHoldup.end(nowNanos);
        windowHoldup.end(nowNanos);
    }

    /** How the next view is to be made. */
    public Rung rung() {
        return ladder.rung();
    }

    /** How long the next view may wait for its turn: until the one after it is due, and a little longer. */
    public Duration usefulFor() {
        return period().plus(bounds.lateness());
    }

    /** From one view to the next. */
    public Duration period() {
        return Duration.ofSeconds(1).dividedBy(rung().framesPerSecond());
    }

    /** 0 where everything is as agreed, more with every step down. */
    public int position() {
        return ladder.position();
    }

    /** Bytes a second that the connection carries at least; 0 while nothing was acknowledged. */
    public double bytesPerSecond() {
        return window.bytesPerSecond();
    }

    /** How many views, due by the pace, were not made since the last call, because the client is slow. */
    public long takeSkipped() {
        long period = 1_000_000_000L / rung().framesPerSecond();
        return socketHoldup.takeMissed(period) + windowHoldup.takeMissed(period);
    }

    private void adapt(long nowNanos) {
        double heldUp =
                socketHoldup.share(nowNanos) + (window.constrained(nowNanos) ? windowHoldup.share(nowNanos) : 0);
        double needed = bytesPerView * rung().framesPerSecond();
        if (ladder.observe(Math.min(1, heldUp), needed, nowNanos)) {
            bytesPerView = 0;
            window.makeRoom(ladder.room());
            pace = new Pace(rung().framesPerSecond());
            pace.spend(begunAt);
        }
    }
}
