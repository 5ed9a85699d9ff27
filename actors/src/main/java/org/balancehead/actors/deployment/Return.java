package org.balancehead.actors.deployment;

import java.util.Optional;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.inference.ServedModel;

/** What a rollback comes to. */
sealed interface Return {
    /** A version is being tried: it is taken back. */
    record TakeBack(Version canary) implements Return {}

    /** The version that served before is in memory, and serves again at once. */
    record AtOnce(Version previous, ServedModel model) implements Return {}

    /** The version that served before is to be loaded again. */
    record LoadAgain(Version previous) implements Return {}

    /** The version that served before is just being freed: what is asked can be told when it is. */
    record WhenFreed(Version previous) implements Return {}

    /** There is nothing to return to, or not now. */
    record Impossible(Refused why) implements Return {}

    /** Decides, by the versions that there are. */
    static Return of(Versions versions, LoadGate gate, boolean checking) {
        Optional<Version> canary = versions.in(ModelState.CANARY);
        if (canary.isPresent()) {
            return new TakeBack(canary.get());
        }
        Optional<Version> previous = versions.previous();
        return previous.isEmpty()
                ? new Impossible(
                        new Refused(Refusal.NO_PREVIOUS, "No version served before: there is nothing to return to."))
                : to(previous.get(), gate.whyNotNow(versions, checking));
    }

    private static Return to(Version previous, Optional<Refused> full) {
        Optional<ServedModel> warm = previous.warm();
        if (warm.isPresent()) {
            return new AtOnce(previous, warm.get());
        }
        if (previous.held()) {
            return new WhenFreed(previous);
        }
        return full.<Return>map(Impossible::new).orElseGet(() -> new LoadAgain(previous));
    }
}
