package org.balancehead.model.checkpoint.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stack machine makes: plain values, and records of the few objects that snapshots hold.
 *
 * <p>Lists, sets and dicts may be filled after something refers to them, so they may contain themselves.
 */
sealed interface Value
        permits Value.Scalar,
                Value.Passed,
                Value.Bytes,
                Value.Persistent,
                Value.TupleValue,
                Value.ListValue,
                Value.SetValue,
                Value.DictValue,
                Value.Instance,
                GlobalName,
                NumpyType,
                ElementType,
                TensorStorage,
                PickledTensor {

    /** A value without parts, as the Java object that stands for it: a Boolean, Long, Double, String or null. */
    record Scalar(@Nullable Object value) implements Value {
        static final Scalar NONE = new Scalar(null);
    }

    /** Text that was passed over: a module's source. */
    enum Passed implements Value {
        SOURCE
    }

    /** Bytes that still lie in the file. */
    record Bytes(long position, long length) implements Value {}

    /** A reference to something beside the pickle. */
    record Persistent(Value id) implements Value {}

    /** An unchanging sequence. */
    record TupleValue(List<Value> items) implements Value {
        static final TupleValue EMPTY = new TupleValue(List.of());
    }

    /** A growing sequence. */
    final class ListValue implements Value {
        final List<Value> items = new ArrayList<>();
    }

    /** A growing set of scalars. */
    final class SetValue implements Value {
        final Set<Scalar> items = new LinkedHashSet<>();
    }

    /** A growing map with scalars as keys. */
    final class DictValue implements Value {
        final Map<Scalar, Value> items = new LinkedHashMap<>();

        /** What a text key stands for; null where it is absent or None. */
        @Nullable
        Value get(String key) {
            Value value = items.get(new Scalar(key));
            return Scalar.NONE.equals(value) ? null : value;
        }
    }

    /** A module of a network. */
    final class Instance implements Value {
        final String className;

        @Nullable
        DictValue state;

        Instance(String className, @Nullable DictValue state) {
            this.className = className;
            this.state = state;
        }
    }
}
