package org.balancehead.actors.session;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.metrics.FrameAccount;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.metrics.WorkMetrics;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.streaming.flow.Rung;
import org.jspecify.annotations.Nullable;

/** The one view of a session that is under way, from its request until the socket took it. Confined to the stream. */
final class ViewInHand {
    private enum At {
        NONE,
        DEVICE,
        /** Rendered, of a revision that the client has not been told of yet. */
        WAITING,
        ENCODER,
        SOCKET
    }

    private final FrameAccount account;
    private final WorkMetrics metrics;
    private At at = At.NONE;
    private Rung rung;
    private long reflectedTimeMicros;
    private OptionalLong reflectedCameNanos = OptionalLong.empty();
    private Outcome.@Nullable ViewRendered waiting;
    private boolean outdated;

    ViewInHand(Rung first, LiveMetrics metrics) {
        this.rung = first;
        this.metrics = metrics.work();
        this.account = new FrameAccount(metrics.frames(), FrameKind.VIEW);
    }

    boolean isThere() {
        return at != At.NONE;
    }

    /** Whether it is under way, and not with the socket yet. */
    boolean isInTheMaking() {
        return isThere() && !isWithSocket();
    }

    boolean isWithSocket() {
        return at == At.SOCKET;
    }

    /** The size, quality and pace that it is made at. */
    Rung rung() {
        return rung;
    }

    /** The client's time of the camera frame that it reflects, in µs; 0 where it reflects none. */
    long reflectedTimeMicros() {
        return reflectedTimeMicros;
    }

    /** A view is asked of the device. */
    void begin(Rung madeAt, ViewCamera camera) {
        account.began();
        at = At.DEVICE;
        rung = madeAt;
        reflectedTimeMicros = camera.reflectedTimeMicros();
        reflectedCameNanos = camera.reflectedCameNanos();
    }

    /** It is not to be shown any more, if there is one. */
    void outdate() {
        outdated = isThere();
    }

    /** Whether the client must not see it: it was outdated, or the client was told of a later revision. */
    boolean isOutdated(long shows, long told) {
        return outdated || shows < told;
    }

    /** It waits until the client was told of its revision. */
    void await(Outcome.ViewRendered view) {
        at = At.WAITING;
        waiting = view;
    }

    Optional<Outcome.ViewRendered> waiting() {
        return Optional.ofNullable(waiting);
    }

    void encode() {
        at = At.ENCODER;
        waiting = null;
    }

    void handOver() {
        at = At.SOCKET;
    }

    /** The socket took it. */
    void taken() {
        reflectedCameNanos.ifPresent(came -> metrics.took(Step.FRAME_AGE, Duration.ofNanos(System.nanoTime() - came)));
        end(FrameFate.SHOWN);
    }

    /** The client is away: what waits for it is void, and what is in the making must not be shown. */
    void cut() {
        if (at == At.SOCKET || at == At.WAITING) {
            end(FrameFate.CUT_OFF);
        } else {
            outdate();
        }
    }

    void end(FrameFate fate) {
        account.ended(fate);
        at = At.NONE;
        waiting = null;
        outdated = false;
    }

    /** The stream is over. */
    void close() {
        account.close();
    }
}
