package org.balancehead.actors.metrics;

/** Who is there, who came and was refused, and what is kept of them. */
public interface SessionMetrics {
    /** Sessions open now, those admitted but not yet connected and the parked ones included. */
    void sessionsOpen(int sessions, int limit);

    /** Sessions that lost their connection and wait for their client to come back. */
    void sessionsParked(int sessions, int limit);

    /** How many sessions the devices were measured to hold. */
    void sessionCapacity(int sessions);

    /** An upgrade was granted. */
    void sessionAdmitted();

    /** A client came back to its session. */
    void sessionResumed();

    /** An upgrade was refused. */
    void sessionRefused(RefusalReason reason);

    /** A client sent more than it may, and is closed. */
    void rateExceeded(RateLimit limit);

    /** Avatars that are kept in files. */
    void avatarsKept(int avatars, int limit);
}
