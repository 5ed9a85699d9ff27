package org.balancehead.actors.deployment;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.ServedModel;
import org.jspecify.annotations.Nullable;

/** One version's life, as its coordinator knows it. */
final class Version {
    private final int number;
    private final Candidate candidate;
    private ModelState state = ModelState.LOADING;
    private int sessions;
    private int arriving;
    private @Nullable String reason;
    private @Nullable ActorRef<DeviceDispatcher.Command> device;
    private @Nullable ServedModel model;
    private boolean closing;

    Version(int number, Candidate candidate) {
        this.number = number;
        this.candidate = candidate;
    }

    int number() {
        return number;
    }

    Candidate candidate() {
        return candidate;
    }

    ModelState state() {
        return state;
    }

    int sessions() {
        return sessions;
    }

    /** Whether it takes memory. */
    boolean held() {
        return device != null;
    }

    /** Whether its device was told to end. */
    boolean closing() {
        return closing;
    }

    /** Whether nobody will miss its device. */
    boolean idle() {
        return held()
                && !closing
                && sessions == 0
                && arriving == 0
                && (state == ModelState.DRAINING || state == ModelState.REFUSED);
    }

    /** The model that it can serve again at once. */
    Optional<ServedModel> warm() {
        return held() && !closing && state == ModelState.DRAINING ? Optional.ofNullable(model) : Optional.empty();
    }

    Optional<ActorRef<DeviceDispatcher.Command>> device() {
        return Optional.ofNullable(device);
    }

    void load(ActorRef<DeviceDispatcher.Command> on) {
        device = on;
        state = ModelState.LOADING;
        reason = null;
    }

    void serve(ServedModel opened) {
        model = opened;
        state = ModelState.SERVING;
    }

    void drain() {
        state = ModelState.DRAINING;
    }

    void refuse(String why) {
        state = ModelState.REFUSED;
        reason = why;
    }

    void close() {
        closing = true;
    }

    void freed() {
        device = null;
        model = null;
        closing = false;
        if (state == ModelState.DRAINING) {
            state = ModelState.RETIRED;
        }
    }

    void sessionBegan() {
        sessions++;
    }

    void sessionEnded() {
        sessions--;
    }

    void moveBegan() {
        arriving++;
    }

    void moveEnded() {
        arriving--;
    }

    ModelEntry entry() {
        return new ModelEntry(
                number,
                candidate.name(),
                candidate.version(),
                candidate.folder(),
                state,
                sessions,
                Optional.ofNullable(reason));
    }
}
