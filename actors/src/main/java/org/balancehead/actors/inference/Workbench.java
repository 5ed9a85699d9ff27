package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.balancehead.actors.SessionId;

/**
 * What a worker works with, and the threads of its lanes. Each thing that it owns is touched by one of them alone; the
 * methods are the worker's to call, and none of them waits.
 */
interface Workbench {
    /**
     * What came of a piece of work.
     *
     * @param published what its session sees from now on, if that has changed
     * @param failure why it came to nothing though the workbench is sound, for operators
     */
    record Done(Outcome outcome, Optional<KeptAvatar> published, Optional<String> failure) {
        Done(Outcome outcome, Optional<KeptAvatar> published) {
            this(outcome, published, Optional.empty());
        }

        static Done of(Outcome outcome) {
            return new Done(outcome, Optional.empty());
        }

        /** The work failed by itself, as the sentence says. */
        static Done failed(Outcome.Refusal why, String sentence) {
            return new Done(new Outcome.WorkRefused(why), Optional.empty(), Optional.of(sentence));
        }
    }

    /**
     * That it can work.
     *
     * @param model that it serves; empty if it renders nothing
     * @param took the longest that first pieces of work took while it opened, by lane
     */
    record Opened(Optional<ServedModel> model, Map<Lane, Duration> took) {
        public Opened {
            took = Map.copyOf(took);
        }
    }

    /** Opens what it works with, before all else. */
    CompletionStage<Opened> open();

    /**
     * Does pieces of work of one lane, on it; a failure means that the workbench cannot be trusted any more.
     *
     * @param together one piece, or several views
     * @return what came of each, in their order
     */
    CompletionStage<List<Done>> run(List<Work> together);

    /**
     * Shows a session the copy of an avatar, in place of what it is shown; work that is given later finds it. A copy
     * that cannot be shown is no failure of the workbench.
     */
    CompletionStage<Done> show(SessionId session, KeptAvatar avatar);

    /**
     * Frees what is shown to a session that has no inversion under way. Work that is given later finds nothing of it.
     */
    void release(SessionId session);

    /** Frees all that is kept for a session. Work that is given later finds nothing of it. */
    void forget(SessionId session);

    /** Frees all, each thing on its lane after the work that was given to it, and ends the threads: the last call. */
    CompletionStage<Void> close();

    /** Makes one for a worker. */
    @FunctionalInterface
    interface Maker {
        /**
         * Makes one that is not open yet.
         *
         * @param name of the device; threads are named after it
         * @param failed hears of failures outside of {@link #open} and {@link #run}, on any thread
         */
        Workbench make(String name, Consumer<Throwable> failed);
    }
}
