package org.balancehead.server.load;

import org.balancehead.server.client.StreamConnection;

/** How a visitor behaves. */
enum Manner {
    /** As the page does. */
    GOOD(""),
    /** Takes a kilobyte a second off its socket. */
    SLOW("slow_"),
    /** Cuts its connection without a word, and comes again. */
    VANISHING("vanishing_");

    private static final double SLOW_BYTES_PER_SECOND = 1024;

    private final String prefix;

    Manner(String prefix) {
        this.prefix = prefix;
    }

    /** What the names of its figures begin with. */
    String prefix() {
        return prefix;
    }

    /** How fast it reads. */
    double bytesPerSecond() {
        return this == SLOW ? SLOW_BYTES_PER_SECOND : StreamConnection.AS_IT_COMES;
    }
}
