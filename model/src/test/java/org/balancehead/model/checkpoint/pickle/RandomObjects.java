package org.balancehead.model.checkpoint.pickle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Pickled;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Tuple;

/** Objects of snapshots put together in ways that no snapshot has. */
final class RandomObjects {
    private static final List<List<String>> GLOBALS = List.of(
            List.of("torch_utils.persistence", "_reconstruct_persistent_obj"),
            List.of("collections", "OrderedDict"),
            List.of("builtins", "set"),
            List.of("dnnlib.util", "EasyDict"),
            List.of("torch._utils", "_rebuild_tensor_v2"),
            List.of("torch._utils", "_rebuild_parameter"),
            List.of("torch.storage", "_load_from_bytes"),
            List.of("numpy", "dtype"),
            List.of("numpy.core.multiarray", "scalar"),
            List.of("torch.nn.modules.container", "Sequential"));
    private static final List<String> KEYS = List.of(
            "_parameters", "_buffers", "_modules", "_forward_hooks", "weight", "state", "module_src", "a.b", "");
    private static final List<Object> VALUES = List.of(
            "class", "f8", 6, 0, -1, Long.MAX_VALUE, 0.5, true, Samples.NONE, new byte[8], new Tuple(2), new Tuple(1));

    private final Random random;

    RandomObjects(Random random) {
        this.random = random;
    }

    /** An object with others inside it, or an earlier one again. */
    Object any(int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return oneOf(VALUES);
        }
        Object a = any(depth - 1);
        Object b = any(depth - 1);
        return switch (random.nextInt(14)) {
            case 0 -> List.of(a, b);
            case 1 -> new Tuple(a, b);
            case 2 -> Map.of(oneOf(KEYS), a);
            case 3 -> Set.of(a);
            case 4 -> call(new Tuple(a));
            case 5 -> call(new Tuple(a, b));
            case 6 -> call(new Tuple(a, random.nextInt(3), new Tuple(b), new Tuple(1), false, Samples.NONE));
            case 7 -> created(a);
            case 8 -> Samples.persistent("A", state(a, b));
            case 9 -> Samples.tensor(new StorageWriter(1, 2), random.nextInt(2), new Tuple(a), new Tuple(b));
            case 10 -> Samples.storage(new StorageWriter(1, 2).write());
            case 11 -> remembered(a, b);
            case 12 -> instruction(a, b);
            default -> recalled();
        };
    }

    private Map<String, Object> state(Object a, Object b) {
        Map<String, Object> state = new LinkedHashMap<>(Samples.weightless(Map.of()));
        state.put(oneOf(KEYS), a);
        state.put(oneOf(KEYS), Map.of(oneOf(KEYS), b));
        return state;
    }

    private Pickled call(Tuple arguments) {
        List<String> global = oneOf(GLOBALS);
        return to -> to.global(global.get(0), global.get(1)).value(arguments).op('R');
    }

    private Pickled created(Object state) {
        List<String> global = oneOf(GLOBALS);
        return to -> to.global(global.get(0), global.get(1))
                .raw(')', 0x81)
                .value(state)
                .op('b');
    }

    private Pickled remembered(Object a, Object b) {
        String key = oneOf(KEYS);
        boolean isDict = random.nextBoolean();
        return to -> {
            to.op(isDict ? '}' : ']').memoize();
            if (isDict) {
                to.items(Map.of(key, a));
            } else {
                to.raw('(').values(a, b).op('e');
            }
        };
    }

    private Pickled recalled() {
        int back = 1 + random.nextInt(3);
        return to -> {
            if (to.memoized() < back) {
                to.op('N');
            } else {
                to.recall(to.memoized() - back);
            }
        };
    }

    private Pickled instruction(Object a, Object b) {
        char code = "aesutbRQ.(\u0081\u0085\u0086\u0090\u0093".charAt(random.nextInt(15));
        return to -> to.values(a, b).op(code);
    }

    private <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
