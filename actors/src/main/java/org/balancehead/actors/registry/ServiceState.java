package org.balancehead.actors.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.deployment.Serving;
import org.balancehead.actors.metrics.RefusalReason;
import org.jspecify.annotations.Nullable;

/** Whether anybody at all can be served now, and why not. Confined to the registry. */
final class ServiceState {
    private static final Duration UNTIL_LOADED = Duration.ofSeconds(5);
    private static final Duration UNTIL_REPAIRED = Duration.ofMinutes(1);

    private static final String FAILED = "The server failed and is out of service.";

    private static final String UNFIT = "The server has no model that it can serve.";

    private final Draining draining;
    private final Allocation allocation;
    private final List<ActorRef<Beginning>> awaiting = new ArrayList<>();
    private @Nullable Beginning beginning;
    private @Nullable String outOfService;

    ServiceState(Draining draining, Allocation allocation) {
        this.draining = draining;
        this.allocation = allocation;
    }

    /** Nobody can be served until a version serves anew; the sentence is for who asks. */
    void fail(String sentence) {
        outOfService = sentence;
    }

    /** A part of the server failed for good; returns the sentence for who asks. */
    String failed() {
        fail(FAILED);
        begun(new Beginning.Failed());
        return FAILED;
    }

    /** What serves has changed. */
    void take(Serving change) {
        allocation.take(change);
        if (change instanceof Serving.NowServing) {
            outOfService = null;
            begun(new Beginning.Served());
        } else if (change instanceof Serving.NobodyServes nobody) {
            fail(nobody.sentence());
            begun(new Beginning.Failed());
        } else if (change instanceof Serving.CannotBegin cannot) {
            fail(UNFIT);
            begun(new Beginning.Unfit(cannot.reason()));
        }
    }

    /** Tells what became of the first version, when that is known. */
    void await(ActorRef<Beginning> who) {
        if (beginning == null) {
            awaiting.add(who);
        } else {
            who.tell(beginning);
        }
    }

    private void begun(Beginning how) {
        if (beginning == null) {
            beginning = how;
            awaiting.forEach(who -> who.tell(how));
            awaiting.clear();
        }
    }

    /** Why nobody is admitted. */
    Optional<Admission.Refused> refusal() {
        if (draining.begun()) {
            return refused(
                    RefusalReason.DRAINING,
                    "This server takes no new sessions: it is about to end.",
                    draining.left().plusSeconds(1));
        }
        if (outOfService != null) {
            return refused(RefusalReason.OUT_OF_SERVICE, outOfService, UNTIL_REPAIRED);
        }
        return allocation.any()
                ? Optional.empty()
                : refused(RefusalReason.LOADING, "The model is still being loaded.", UNTIL_LOADED);
    }

    private static Optional<Admission.Refused> refused(RefusalReason reason, String sentence, Duration wait) {
        return Optional.of(new Admission.Refused(reason, sentence, wait));
    }
}
