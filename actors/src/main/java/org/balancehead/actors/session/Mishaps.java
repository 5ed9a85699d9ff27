package org.balancehead.actors.session;

import java.util.function.Consumer;
import org.balancehead.protocol.message.ServerMessage;

/** Tells the client of failures that its session gets over. Confined to the session. */
final class Mishaps {
    private final Consumer<ServerMessage> client;
    private boolean restartTold;

    Mishaps(Consumer<ServerMessage> client) {
        this.client = client;
    }

    /** A device restarts: told once, however many pieces of the session's work the failure took with it. */
    void deviceRestarts() {
        if (!restartTold) {
            restartTold = true;
            client.accept(Wording.deviceRestarts());
        }
    }

    /** A device did work of the session: the next restart is another one. */
    void workDone() {
        restartTold = false;
    }

    /**
     * A piece of the session's work failed; a session with a few of them in a row is refused, so that this is bounded.
     */
    void workFailed() {
        client.accept(Wording.workFailed());
    }
}
