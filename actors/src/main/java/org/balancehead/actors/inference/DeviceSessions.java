package org.balancehead.actors.inference;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.Outcome.Refusal;
import org.balancehead.model.inversion.AvatarCopy;

/**
 * What a device knows of its sessions outside of its worker: what each saw last, so that a fresh worker shows it at
 * once, who waits to hear that it is shown, and whose inversion is under way. Confined to the device's dispatcher.
 */
final class DeviceSessions {
    private record Asked(KeptAvatar avatar, ActorRef<Outcome> replyTo) {}

    private final Map<SessionId, KeptAvatar> avatars = new HashMap<>();
    private final Map<SessionId, Asked> asked = new HashMap<>();
    private final Set<SessionId> inverting = new HashSet<>();

    /** An avatar is to be shown, in place of what is. */
    void take(DeviceRequest.ShowAvatar show) {
        refuse(show.session(), Refusal.BUSY);
        avatars.put(show.session(), show.avatar());
        asked.put(show.session(), new Asked(show.avatar(), show.replyTo()));
    }

    /** The worker showed that avatar, or could not. */
    void showed(SessionId session, KeptAvatar avatar, Outcome outcome) {
        if (!(outcome instanceof Outcome.AvatarShown)) {
            avatars.computeIfPresent(session, (key, kept) -> kept.equals(avatar) ? null : kept);
        }
        Asked waiting = asked.get(session);
        if (waiting != null && waiting.avatar().equals(avatar)) {
            asked.remove(session);
            waiting.replyTo().tell(outcome);
        }
    }

    /** A slice of the session's inversion came to that. */
    void sliced(SessionId session, Workbench.Done done) {
        if (done.outcome() instanceof Outcome.SliceDone slice && !slice.finished()) {
            inverting.add(session);
        } else {
            inverting.remove(session);
        }
        done.published().ifPresent(avatar -> avatars.put(session, avatar));
    }

    /** What the session is shown, or will be by the next worker. */
    Optional<KeptAvatar> avatar(SessionId session) {
        return Optional.ofNullable(avatars.get(session));
    }

    Optional<AvatarCopy> copy(SessionId session) {
        return avatar(session).map(KeptAvatar::copy);
    }

    /** Whether the worker is at something of the session that would be lost if it went. */
    boolean isBusyWith(SessionId session) {
        return inverting.contains(session) || asked.containsKey(session);
    }

    void showAll(ActorRef<DeviceWorker.Command> worker) {
        avatars.forEach((session, avatar) -> worker.tell(new DeviceWorker.Show(session, avatar)));
    }

    /** The worker is gone, and all inversions with it; what was kept is not. */
    void workerLost() {
        Set.copyOf(asked.keySet()).forEach(session -> refuse(session, Refusal.DEVICE_RESTARTS));
        inverting.clear();
    }

    /** Keeps nothing of the session; who waits to hear that it is shown hears why it is not. */
    void forget(SessionId session, Refusal why) {
        refuse(session, why);
        avatars.remove(session);
        inverting.remove(session);
    }

    private void refuse(SessionId session, Refusal why) {
        Asked waiting = asked.remove(session);
        if (waiting != null) {
            waiting.replyTo().tell(new Outcome.WorkRefused(why));
        }
    }
}
