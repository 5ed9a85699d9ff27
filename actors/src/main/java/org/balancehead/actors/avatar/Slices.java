package org.balancehead.actors.avatar;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.AvatarReconstruction.AvatarRevised;
import org.balancehead.actors.avatar.AvatarReconstruction.DeviceRestarts;
import org.balancehead.actors.avatar.AvatarReconstruction.Progressed;
import org.balancehead.actors.avatar.AvatarReconstruction.ReconstructionFailed;
import org.balancehead.actors.avatar.AvatarReconstruction.RetryDue;
import org.balancehead.actors.avatar.AvatarReconstruction.SliceFailed;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Priority;
import org.balancehead.actors.inference.Work;

/**
 * The slices of an inversion: asks the device for one after the other, tells the session what comes of each, and begins
 * anew where a device failed. Confined to the reconstruction.
 */
final class Slices {
    /** The slice that the device has. */
    private enum Outstanding {
        NOTHING,
        FIRST_SLICE,
        FURTHER_SLICE,
        /** One of a person who was forgotten since. */
        FORGOTTEN_SLICE
    }

    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final SessionId session;
    private final AvatarState avatar;
    private final Move move;
    private final TimerScheduler<AvatarReconstruction.Command> timers;
    private final Duration idleAfter;
    private final ActorRef<Outcome> outcomes;
    private final ActorRef<AvatarReconstruction.Event> owner;
    private ActorRef<DeviceRequest> device;
    private Outstanding outstanding = Outstanding.NOTHING;
    private long lastWatchedNanos = System.nanoTime();
    private boolean paused;

    /**
     * Of one avatar.
     *
     * @param move during which none is asked for
     * @param idleAfter who wants no view for so long lets others go before
     * @param outcomes where the reconstruction hears of slices, to pass it on to {@link #onEnded}
     * @param owner who is told
     */
    Slices(
            SessionId session,
            ActorRef<DeviceRequest> device,
            AvatarState avatar,
            Move move,
            TimerScheduler<AvatarReconstruction.Command> timers,
            Duration idleAfter,
            ActorRef<Outcome> outcomes,
            ActorRef<AvatarReconstruction.Event> owner) {
        this.session = session;
        this.device = device;
        this.avatar = avatar;
        this.move = move;
        this.timers = timers;
        this.idleAfter = idleAfter;
        this.outcomes = outcomes;
        this.owner = owner;
    }

    /** Whom they are asked of. */
    ActorRef<DeviceRequest> device() {
        return device;
    }

    void moveTo(ActorRef<DeviceRequest> other) {
        device = other;
    }

    boolean noneOutstanding() {
        return outstanding == Outstanding.NOTHING;
    }

    /** The client wants views. */
    void noteWatched() {
        lastWatchedNanos = System.nanoTime();
    }

    /** Asks for none until it goes on. */
    void pause(boolean now) {
        paused = now;
        ask();
    }

    /** The slice that is outstanding is of a person who is forgotten. */
    void forget() {
        if (outstanding != Outstanding.NOTHING) {
            outstanding = Outstanding.FORGOTTEN_SLICE;
        }
    }

    /** Asks for the next, if one is wanted and the device has none. */
    void ask() {
        boolean free =
                outstanding == Outstanding.NOTHING && !move.isUnderWay() && !timers.isTimerActive(RetryDue.class);
        if (!avatar.isInverting() || !free || paused) {
            return;
        }
        AvatarState.NextSlice next = avatar.takeSlice();
        outstanding = next.start().isEmpty() ? Outstanding.FURTHER_SLICE : Outstanding.FIRST_SLICE;
        device.tell(new DeviceRequest.Submit(
                new Work.InvertSlice(session, priority(), next.start(), next.revision(), next.bar(), outcomes)));
    }

    private Priority priority() {
        if (avatar.shown().isEmpty()) {
            return Priority.FIRST_VIEW;
        }
        boolean idle = System.nanoTime() - lastWatchedNanos > idleAfter.toNanos();
        return idle ? Priority.BACKGROUND : Priority.FOREGROUND;
    }

    void onEnded(Outcome outcome) {
        Outstanding answered = outstanding;
        outstanding = Outstanding.NOTHING;
        if (answered == Outstanding.FORGOTTEN_SLICE) {
            avatar.skipTo(avatar.nextRevision()); // it may have been published and shown
            ask();
        } else if (outcome instanceof Outcome.SliceDone slice) {
            onDone(slice);
        } else if (outcome instanceof Outcome.InversionMissing) {
            avatar.lose();
            avatar.beginAnew();
            ask();
        } else if (outcome instanceof Outcome.WorkRefused refused) {
            onRefused(refused.why(), answered);
        }
    }

    private void onDone(Outcome.SliceDone slice) {
        avatar.note(slice);
        slice.revised().ifPresent(revision -> owner.tell(new AvatarRevised(revision)));
        owner.tell(new Progressed(slice));
        ask();
    }

    private void onRefused(Outcome.Refusal why, Outstanding refused) {
        switch (why) {
            case SESSION_BANNED, DEVICE_FAILED -> owner.tell(new ReconstructionFailed(why));
            case WORKER_CRASHED, DEVICE_RESTARTS -> {
                owner.tell(new DeviceRestarts());
                retry(true);
            }
            case OUT_OF_MEMORY -> onOutOfMemory();
            case NOT_FINITE -> {
                owner.tell(new SliceFailed());
                retry(true);
            }
            case NO_TICKET, BUSY, FORGOTTEN, LATE -> retry(refused == Outstanding.FIRST_SLICE);
        }
    }

    /** What is shown stays; who sees nothing yet cannot be helped now. */
    private void onOutOfMemory() {
        if (avatar.shown().isPresent()) {
            owner.tell(new SliceFailed());
            avatar.settle();
        } else {
            owner.tell(new ReconstructionFailed(Outcome.Refusal.OUT_OF_MEMORY));
        }
    }

    private void retry(boolean anew) {
        if (anew) {
            avatar.beginAnew();
        }
        timers.startSingleTimer(RetryDue.class, new RetryDue(), RETRY_DELAY);
    }
}
