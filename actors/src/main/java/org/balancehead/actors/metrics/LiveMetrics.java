package org.balancehead.actors.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.balancehead.actors.inference.Lane;
import org.balancehead.protocol.frame.FrameKind;

/** Told by the live side as it happens. Called from many threads, often: must be quick and must not block. */
public interface LiveMetrics {
    /** Whether what every session needs is there: the model, the analyser; the sentence is for operators. */
    void partReady(String part, boolean ready, String sentence);

    /**
     * How a device stands.
     *
     * @param sessions that are on it
     */
    void deviceStands(DeviceLabel device, DeviceState state, int sessions);

    /** A device is no more: nothing waits for it. */
    void deviceGone(DeviceLabel device);

    /** The model versions in memory now, by number, and how many sessions each has. */
    void modelsHeld(Map<Integer, Integer> sessions);

    /** Sessions whose avatars are being made again on another version, those that wait for that, and the bound. */
    void moves(int underWay, int waiting, int limit);

    /** A session's move to another version ended; it is there, or stays where it was. */
    void moveEnded(boolean moved);

    /** The server takes no further sessions and waits for those that it has; the sentence is for operators. */
    void draining(String sentence);

    /** Sessions open now, those admitted but not yet connected and the parked ones included. */
    void sessionsOpen(int sessions, int limit);

    /** Sessions that lost their connection and wait for their client to come back. */
    void sessionsParked(int sessions, int limit);

    /** How many sessions the devices were measured to hold. */
    void sessionCapacity(int sessions);

    /** An upgrade was granted. */
    void sessionAdmitted();

    /** A client came back to its session. */
    void sessionResumed();

    /** An upgrade was refused. */
    void sessionRefused(RefusalReason reason);

    /** A client sent more than it may, and is closed. */
    void rateExceeded(RateLimit limit);

    /** Avatars that are kept in files. */
    void avatarsKept(int avatars, int limit);

    /**
     * Work that waits for one lane of a device, the running piece not included, against the device's bound: all its
     * lanes together hold at most so many tickets.
     *
     * @param oldestNanos when the piece that has waited longest came, by {@link System#nanoTime}; empty when none waits
     */
    void waitingWork(DeviceLabel device, Lane lane, int depth, OptionalLong oldestNanos, int tickets);

    /** Something befell a device. */
    void deviceEvent(DeviceLabel device, DeviceEvent event);

    void dropped(DropReason reason);

    /** A session took a camera frame, or began to make a view. */
    void frameBegan(FrameKind kind);

    /** It came to that; once for each that began. */
    void frameEnded(FrameKind kind, FrameFate fate);

    /**
     * A stream of views changed its rung: 0 is what was agreed, more is further down.
     *
     * @param from −1 when the stream begins
     * @param to −1 when it ends
     */
    void rungChanged(int from, int to);

    /** A client showed a view: its connection carries at least so many bytes a second. */
    void connectionCarries(double bytesPerSecond);

    /** How long one step took. */
    void took(Step step, Duration duration);

    /** A step of a frame's way through, or of a reconstruction. */
    enum Step {
        /** A camera frame's JPEG to pixels. */
        DECODE,
        /** A piece of work in a device's queue. */
        QUEUE,
        /** Face analysis of one frame. */
        ANALYSE,
        /** One inversion slice. */
        SLICE,
        /** One view. */
        RENDER,
        /** A view's pixels to the agreed size and codec. */
        ENCODE,
        /** From one view to the next of the same stream, both on their way to the socket. */
        VIEW_GAP,
        /** From a view's way to the socket to the client's word that it was shown. */
        ROUND_TRIP,
        /** From the first good frame to the first view on the socket. */
        FIRST_VIEW,
        /** In mirror mode: from a camera frame's coming to the socket's taking of a view that reflects it. */
        FRAME_AGE
    }
}
