package org.balancehead.model.checkpoint.pickle;

import java.util.Set;
import org.balancehead.model.checkpoint.pickle.Value.TupleValue;

/** What a kind of pickle may contain, and what its objects mean. */
interface Dialect {
    Set<Opcode> opcodes();

    int maxSteps();

    boolean hasProtocol(int protocol);

    /** What a name stands for; refused where it is not one of those that the kind needs. */
    Value global(String module, String name);

    /** The record for a function's result. */
    default Value call(Value function, TupleValue arguments) {
        throw new IllegalStateException("No instruction of this dialect calls.");
    }

    /** The record for a new object. */
    default Value create(Value type, TupleValue arguments) {
        throw new IllegalStateException("No instruction of this dialect creates.");
    }

    /** Gives a new object its state. */
    default void build(Value object, Value state) {
        throw new IllegalStateException("No instruction of this dialect builds.");
    }
}
