package org.balancehead.actors.inference;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.balancehead.model.HeadModel;

/**
 * A model that can serve, as it was opened.
 *
 * @param took the longest that its first pieces of work took, by the lane that such work belongs to; empty when it did
 *     none
 */
record WarmModel(HeadModel model, Map<Lane, Duration> took) {
    WarmModel {
        took = Map.copyOf(took);
    }

    /** Opens one. */
    @FunctionalInterface
    interface Opener {
        WarmModel open() throws IOException;
    }
}
