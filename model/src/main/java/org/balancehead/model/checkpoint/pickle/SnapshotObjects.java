package org.balancehead.model.checkpoint.pickle;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.balancehead.model.checkpoint.Excerpt;
import org.balancehead.model.checkpoint.pickle.Value.DictValue;
import org.balancehead.model.checkpoint.pickle.Value.Instance;
import org.balancehead.model.checkpoint.pickle.Value.ListValue;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;
import org.balancehead.model.checkpoint.pickle.Value.SetValue;
import org.balancehead.model.checkpoint.pickle.Value.TupleValue;

/** The objects of a training snapshot: modules, tensors and a few kinds of plain values. */
final class SnapshotObjects implements Dialect {
    static final int OLDEST_PROTOCOL = 3;
    static final int NEWEST_PROTOCOL = 5;
    private static final Set<Opcode> OPCODES = EnumSet.complementOf(EnumSet.of(Opcode.BINPERSID));
    private static final int PERSISTENCE_VERSION = 6;
    private static final int NUMPY_STATE_PARTS = 8;

    private final SnapshotBytes bytes;
    private final ByteReader reader;
    private final Set<Long> storages = new HashSet<>();

    SnapshotObjects(SnapshotBytes bytes, ByteReader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    @Override
    public Set<Opcode> opcodes() {
        return OPCODES;
    }

    @Override
    public int maxSteps() {
        return Limits.STEPS;
    }

    @Override
    public boolean hasProtocol(int protocol) {
        return OLDEST_PROTOCOL <= protocol && protocol <= NEWEST_PROTOCOL;
    }

    @Override
    public Value global(String module, String name) {
        GlobalName global = GlobalName.of(module, name);
        if (global == null) {
            throw reader.refusal("it asks for '%s %s', which no snapshot of these projects does: do not use this file"
                    .formatted(Excerpt.of(module), Excerpt.of(name)));
        }
        return global;
    }

    @Override
    public Value call(Value function, TupleValue arguments) {
        GlobalName global = global(function);
        List<Value> given = arguments.items();
        return switch (global) {
            case PERSISTENT_OBJECT -> persistentObject(given);
            case ORDERED_DICT -> orderedDict(given);
            case SET -> set(given);
            case TENSOR -> new TensorBuilder(bytes, reader).tensor(given);
            case PARAMETER -> parameter(given);
            case STORAGE -> storage(given);
            case NUMPY_TYPE -> numpyType(given);
            case NUMPY_SCALAR, NUMPY_2_SCALAR -> numpyScalar(given);
            default -> throw reader.refusal("'%s' is called, which is no function".formatted(global.text()));
        };
    }

    @Override
    public Value create(Value type, TupleValue arguments) {
        GlobalName global = global(type);
        expect(arguments.items().isEmpty(), global);
        return switch (global) {
            case EASY_DICT -> new DictValue();
            case SEQUENTIAL, SOFTPLUS, OSG_DECODER, IMPORTANCE_RENDERER, MIP_RAY_MARCHER, RAY_SAMPLER ->
                new Instance(global.text(), null);
            default -> throw reader.refusal("an object is created of '%s', which is no class".formatted(global.text()));
        };
    }

    @Override
    public void build(Value object, Value state) {
        if (object instanceof Instance instance && instance.state == null && state instanceof DictValue dict) {
            instance.state = dict;
            return;
        }
        boolean changesNothing =
                (object instanceof DictValue && state instanceof DictValue dict && dict.items.isEmpty())
                        || (object instanceof NumpyType && isLittleEndian(state));
        if (!changesNothing) {
            throw reader.refusal("an object gets a state that it cannot have");
        }
    }

    private GlobalName global(Value value) {
        if (value instanceof GlobalName global) {
            return global;
        }
        throw reader.refusal("something is called that is neither a function nor a class");
    }

    private Value persistentObject(List<Value> given) {
        expect(given.size() == 1 && given.get(0) instanceof DictValue, GlobalName.PERSISTENT_OBJECT);
        DictValue meta = (DictValue) given.get(0);
        if (!new Scalar("class").equals(meta.get("type"))
                || !new Scalar((long) PERSISTENCE_VERSION).equals(meta.get("version"))) {
            throw reader.refusal("a persistent object is not of version %d".formatted(PERSISTENCE_VERSION));
        }
        if (!(meta.get("class_name") instanceof Scalar name && name.value() instanceof String className)
                || !(meta.get("state") instanceof DictValue state)) {
            throw reader.refusal("a persistent object has no class name or no state");
        }
        return new Instance(className, state);
    }

    private Value orderedDict(List<Value> given) {
        expect(given.isEmpty(), GlobalName.ORDERED_DICT);
        return new DictValue();
    }

    private Value storage(List<Value> given) {
        expect(given.size() == 1 && given.get(0) instanceof Value.Bytes, GlobalName.STORAGE);
        Value.Bytes stream = (Value.Bytes) given.get(0);
        if (!storages.add(stream.position())) {
            throw reader.refusal("two storages are made of the same bytes");
        }
        return new StorageStream(bytes, stream).read();
    }

    private Value set(List<Value> given) {
        expect(given.size() == 1 && given.get(0) instanceof ListValue, GlobalName.SET);
        SetValue set = new SetValue();
        new Containers(reader).add(set, ((ListValue) given.get(0)).items);
        return set;
    }

    private Value parameter(List<Value> given) {
        expect(given.size() == 3 && given.get(0) instanceof PickledTensor, GlobalName.PARAMETER);
        return given.get(0);
    }

    private Value numpyType(List<Value> given) {
        NumpyType type = given.size() == 3 && given.get(0) instanceof Scalar code ? NumpyType.of(code.value()) : null;
        if (type == null) {
            throw reader.refusal("a numpy type is none of f8, f4, i8, i4 and b1");
        }
        return type;
    }

    private Value numpyScalar(List<Value> given) {
        if (given.size() == 2
                && given.get(0) instanceof NumpyType type
                && given.get(1) instanceof Value.Bytes raw
                && raw.length() == type.bytes()) {
            return new Scalar(type.decode(bytes.read(raw.position(), type.bytes())));
        }
        throw reader.refusal("a numpy scalar is not as long as its type");
    }

    private static boolean isLittleEndian(Value state) {
        return state instanceof TupleValue parts
                && parts.items().size() == NUMPY_STATE_PARTS
                && parts.items().get(1) instanceof Scalar order
                && ("<".equals(order.value()) || "|".equals(order.value()));
    }

    private void expect(boolean fitting, GlobalName function) {
        if (!fitting) {
            throw reader.refusal("'%s' gets other arguments than in a snapshot".formatted(function.text()));
        }
    }
}
