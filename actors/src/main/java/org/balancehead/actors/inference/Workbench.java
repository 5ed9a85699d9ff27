package org.balancehead.actors.inference;

import java.io.IOException;
import java.util.Optional;
import org.balancehead.actors.SessionId;

/** What a worker's thread works with. Confined to that thread, from opening to closing. */
interface Workbench extends AutoCloseable {
    /** The model that it serves, if it renders. */
    Optional<ServedModel> model();

    /** Does one piece of work; an exception means that the workbench cannot be trusted any more. */
    Outcome run(Work work);

    /** Frees all that is kept for a session. */
    void forget(SessionId session);

    @Override
    void close();

    /** Opens one on the thread that will use it. */
    @FunctionalInterface
    interface Opener {
        Workbench open() throws IOException;
    }
}
