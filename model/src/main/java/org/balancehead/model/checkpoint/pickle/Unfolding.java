package org.balancehead.model.checkpoint.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.balancehead.model.checkpoint.Excerpt;
import org.balancehead.model.checkpoint.pickle.Value.DictValue;
import org.balancehead.model.checkpoint.pickle.Value.Instance;
import org.balancehead.model.checkpoint.pickle.Value.ListValue;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;
import org.balancehead.model.checkpoint.pickle.Value.SetValue;
import org.balancehead.model.checkpoint.pickle.Value.TupleValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the stack machine made into modules and plain values.
 *
 * <p>A value that is referred to several times is counted each time, and its tensors' bytes, too: so neither a value
 * that contains itself nor references to references cost whoever walks the result more than the limits.
 */
final class Unfolding {
    private static final String PARAMETERS = "_parameters";
    private static final String BUFFERS = "_buffers";
    private static final String MODULES = "_modules";
    private static final Set<String> KEPT_APART = Set.of(PARAMETERS, BUFFERS, MODULES, "_non_persistent_buffers_set");

    private final SnapshotBytes bytes;
    private int values;
    private long tensorBytes;

    Unfolding(SnapshotBytes bytes) {
        this.bytes = bytes;
    }

    /** The module of a network. */
    PickledModule network(String name, Value value) {
        tensorBytes = 0;
        return module(name, value, 1);
    }

    private PickledModule module(String path, Value value, int depth) {
        checkDepth(path, depth);
        if (!(value instanceof Instance instance) || instance.state == null) {
            throw bytes.refusal("has no module of a network at '%s'".formatted(Excerpt.of(path)));
        }
        DictValue state = instance.state;
        Set<String> names = new HashSet<>();
        Map<String, PickledTensor> parameters = tensors(path, part(path, state, PARAMETERS), names);
        Map<String, PickledTensor> buffers = tensors(path, part(path, state, BUFFERS), names);
        Map<String, PickledModule> modules = new LinkedHashMap<>();
        part(path, state, MODULES).forEach((key, part) -> {
            String inner = inner(path, key, names);
            if (!part.equals(Scalar.NONE)) {
                modules.put(text(path, key), module(inner, part, depth + 3)); // state and _modules lie between
            }
        });
        return new PickledModule(instance.className, modules, parameters, buffers, attributes(path, state, depth + 1));
    }

    private Map<Scalar, Value> part(String path, DictValue state, String name) {
        if (state.items.get(new Scalar(name)) instanceof DictValue part) {
            return part.items;
        }
        throw bytes.refusal("has no '%s' in its module '%s'".formatted(name, Excerpt.of(path)));
    }

    private Map<String, PickledTensor> tensors(String path, Map<Scalar, Value> values, Set<String> names) {
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String inner = inner(path, key, names);
            if (value instanceof PickledTensor tensor) {
                add(inner, tensor);
                tensors.put(text(path, key), tensor);
            } else if (!value.equals(Scalar.NONE)) {
                throw bytes.refusal("has no tensor at '%s'".formatted(Excerpt.of(inner)));
            }
        });
        return tensors;
    }

    private void add(String path, PickledTensor tensor) {
        tensorBytes += tensor.fileBytes();
        if (tensorBytes > bytes.size()) {
            throw bytes.refusal("refers to the same numbers again and again, up to '%s'".formatted(Excerpt.of(path)));
        }
    }

    private String inner(String path, Scalar key, Set<String> names) {
        count(path);
        String name = text(path, key);
        if (name.isEmpty() || name.indexOf('.') >= 0 || path.length() + name.length() >= Limits.PATH_LETTERS) {
            throw bytes.refusal("has a part with an unusable name '%s' in its module '%s'"
                    .formatted(Excerpt.of(name), Excerpt.of(path)));
        }
        if (!names.add(name)) {
            throw bytes.refusal("has two parts '%s' in its module '%s'".formatted(Excerpt.of(name), Excerpt.of(path)));
        }
        return path + '.' + name;
    }

    private Map<String, @Nullable Object> attributes(String path, DictValue state, int depth) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        state.items.forEach((key, value) -> {
            count(path);
            String name = text(path, key);
            if (!KEPT_APART.contains(name) && !isHook(name)) {
                attributes.put(name, plain(path + '.' + name, value, depth + 1));
            }
        });
        return attributes;
    }

    private static boolean isHook(String attribute) {
        return attribute.startsWith("_") && attribute.contains("_hook");
    }

    private @Nullable Object plain(String path, Value value, int depth) {
        checkDepth(path, depth);
        count(path);
        if (value instanceof Scalar scalar) {
            return scalar(path, scalar);
        }
        if (value instanceof PickledTensor tensor) {
            add(path, tensor);
            return tensor;
        }
        if (value instanceof TupleValue tuple) {
            return list(path, tuple.items(), depth);
        }
        if (value instanceof ListValue list) {
            return list(path, list.items, depth);
        }
        if (value instanceof SetValue set) {
            Set<@Nullable Object> plain = new LinkedHashSet<>();
            set.items.forEach(item -> plain.add(plain(path, item, depth + 1)));
            return Collections.unmodifiableSet(plain);
        }
        if (value instanceof DictValue dict) {
            Map<@Nullable Object, @Nullable Object> plain = new LinkedHashMap<>();
            dict.items.forEach((key, item) -> plain.put(key.value(), plain(path, item, depth + 1)));
            return Collections.unmodifiableMap(plain);
        }
        throw bytes.refusal("has something else than plain values in '%s'".formatted(Excerpt.of(path)));
    }

    /** A long text counts as many values: it may be written out each time. */
    private @Nullable Object scalar(String path, Scalar scalar) {
        if (scalar.value() instanceof String text) {
            values += text.length() / Limits.LETTERS_OF_A_VALUE;
            count(path);
        }
        return scalar.value();
    }

    private List<@Nullable Object> list(String path, List<Value> items, int depth) {
        List<@Nullable Object> plain = new ArrayList<>(items.size());
        items.forEach(item -> plain.add(plain(path, item, depth + 1)));
        return Collections.unmodifiableList(plain);
    }

    private String text(String path, Scalar key) {
        if (key.value() instanceof String text) {
            return text;
        }
        throw bytes.refusal("has a number for a name in its module '%s'".formatted(Excerpt.of(path)));
    }

    private void checkDepth(String path, int depth) {
        if (depth > Limits.DEPTH) {
            throw bytes.refusal("has values nested deeper than %d, or one that contains itself, in '%s'"
                    .formatted(Limits.DEPTH, Excerpt.of(path)));
        }
    }

    private void count(String path) {
        if (++values > Limits.UNFOLDED_VALUES) {
            throw bytes.refusal("refers to the same values again and again: its networks have more than %d, up to '%s'"
                    .formatted(Limits.UNFOLDED_VALUES, Excerpt.of(path)));
        }
    }
}
