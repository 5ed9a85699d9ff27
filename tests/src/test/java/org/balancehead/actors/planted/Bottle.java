package org.balancehead.actors.planted;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A mark, and messages that bear it though they cannot leave the machine. */
public interface Bottle {
    record WithAPromise(CompletionStage<String> reply) implements Bottle {}

    record WithATensor(List<Letter> letters) implements Bottle {}

    record Letter(Tensor tensor) {}

    interface Tensor extends AutoCloseable {
        @Override
        void close();
    }

    record Unmarked() {}
}
