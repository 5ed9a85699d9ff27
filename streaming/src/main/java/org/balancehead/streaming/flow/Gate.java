package org.balancehead.streaming.flow;

import java.time.Duration;

/** Whether the next view may be made now. */
public sealed interface Gate {
    /** It may. */
    record Open() implements Gate {}

    /** Not before that time has passed, unless the client lets it. */
    record Later(Duration delay) implements Gate {}

    /** Not before the client or its socket lets it. */
    record Shut() implements Gate {}
}
