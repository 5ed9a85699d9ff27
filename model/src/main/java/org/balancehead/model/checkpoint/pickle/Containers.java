package org.balancehead.model.checkpoint.pickle;

import java.util.List;
import org.balancehead.model.checkpoint.Excerpt;
import org.balancehead.model.checkpoint.pickle.Value.DictValue;
import org.balancehead.model.checkpoint.pickle.Value.ListValue;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;
import org.balancehead.model.checkpoint.pickle.Value.SetValue;

/**
 * Fills lists, sets and dicts.
 *
 * <p>Sets and dicts have few entries and short keys, so that keys with equal hashes cannot make them slow.
 */
record Containers(ByteReader reader) {
    void append(Value container, List<Value> items) {
        if (!(container instanceof ListValue list)) {
            throw reader.refusal("something is appended to what is no list");
        }
        list.items.addAll(items);
    }

    void add(Value container, List<Value> items) {
        if (!(container instanceof SetValue set)) {
            throw reader.refusal("something is added to what is no set");
        }
        for (Value item : items) {
            set.items.add(key(item));
            checkSize(set.items.size());
        }
    }

    /** Puts keys and values, which alternate. */
    void put(Value container, List<Value> items) {
        if (!(container instanceof DictValue dict) || items.size() % 2 != 0) {
            throw reader.refusal("pairs are put into what is no dict, or a key has no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Scalar key = key(items.get(i));
            if (dict.items.put(key, items.get(i + 1)) != null) {
                throw reader.refusal(
                        "a dict has the key '%s' twice".formatted(Excerpt.of(String.valueOf(key.value()))));
            }
            checkSize(dict.items.size());
        }
    }

    private Scalar key(Value value) {
        if (value instanceof Scalar scalar
                && !(scalar.value() instanceof String text && text.length() > Limits.NAME_LETTERS)) {
            return scalar;
        }
        throw reader.refusal(
                "a key is neither a number nor a text of at most %d letters".formatted(Limits.NAME_LETTERS));
    }

    private void checkSize(int size) {
        if (size > Limits.ENTRIES) {
            throw reader.refusal("a dict or set has more than %d entries".formatted(Limits.ENTRIES));
        }
    }
}
