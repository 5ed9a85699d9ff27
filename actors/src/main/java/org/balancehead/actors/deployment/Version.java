package org.balancehead.actors.deployment;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.inference.DeviceRequest;
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
    private @Nullable String verdict;
    private final VersionFigures figures = new VersionFigures();
    private boolean returning;
    private @Nullable ActorRef<DeviceRequest> devices;
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
        return devices != null;
    }

    /** Whether its devices were told to end. */
    boolean closing() {
        return closing;
    }

    /** Whether nobody will miss its devices. */
    boolean idle() {
        return held()
                && !closing
                && sessions == 0
                && arriving == 0
                && switch (state) {
                    case DRAINING, REFUSED, ROLLED_BACK -> true;
                    case LOADING, CANARY, SERVING, RETIRED -> false;
                };
    }

    /** The model that it can serve again at once. */
    Optional<ServedModel> warm() {
        return held() && !closing && state == ModelState.DRAINING ? Optional.ofNullable(model) : Optional.empty();
    }

    /** What it opened as, while it is in memory. */
    Optional<ServedModel> model() {
        return Optional.ofNullable(model);
    }

    /** Why it came to serve, or was rolled back. */
    Optional<String> verdict() {
        return Optional.ofNullable(verdict);
    }

    Optional<ActorRef<DeviceRequest>> devices() {
        return Optional.ofNullable(devices);
    }

    /** What is seen of it. */
    VersionFigures figures() {
        return figures;
    }

    /** Whether it served before, and is loaded to do so again. */
    boolean returning() {
        return returning;
    }

    void load(ActorRef<DeviceRequest> on) {
        devices = on;
        returning = state != ModelState.LOADING;
        state = ModelState.LOADING;
        reason = null;
    }

    void beTried(ServedModel opened) {
        model = opened;
        state = ModelState.CANARY;
    }

    void serve(ServedModel opened, String why) {
        model = opened;
        verdict = why;
        state = ModelState.SERVING;
    }

    void drain() {
        state = ModelState.DRAINING;
    }

    void refuse(String why) {
        state = ModelState.REFUSED;
        reason = why;
    }

    void rollBack(String why) {
        state = ModelState.ROLLED_BACK;
        reason = why;
        verdict = why;
    }

    void close() {
        closing = true;
    }

    void freed() {
        devices = null;
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
