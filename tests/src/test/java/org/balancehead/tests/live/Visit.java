package org.balancehead.tests.live;

import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ServerMessage;

/** A short visit: somebody comes, becomes a head, looks at it once, and goes. */
final class Visit {
    private Visit() {}

    /**
     * Pays one.
     *
     * @param vanishes goes without a word, instead of saying goodbye
     */
    static void pay(FakeServer server, Watcher.Sight sight, boolean vanishes) {
        try (StreamClient visitor = server.connect()) {
            visitor.greet();
            visitor.show(sight.jpeg(), sight.width(), sight.height());
            visitor.await(ServerMessage.Revised.class);
            visitor.say(new ClientMessage.Credit(1));
            visitor.awaitView();
            if (!vanishes) {
                visitor.say(new ClientMessage.Bye());
                visitor.awaitClose();
            }
        }
    }
}
