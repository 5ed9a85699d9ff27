package org.balancehead.model.checkpoint.pickle;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.balancehead.model.checkpoint.Excerpt;
import org.balancehead.model.checkpoint.pickle.Value.DictValue;
import org.balancehead.model.checkpoint.pickle.Value.ListValue;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;
import org.balancehead.model.checkpoint.pickle.Value.TupleValue;

/**
 * The stream in which torch saved before 1.6, as a snapshot has one for each tensor: a magic number, a version, a dict
 * with the byte order, a reference to the storage, a list with its key, and the numbers.
 */
final class StorageStream {
    /** The pickles of the number 0x1950a86a20f9469cfc6c and of 1001. */
    private static final byte[] START = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e80024de9032e");

    private static final int BUFFER_BYTES = 512;
    private static final int REFERENCE_PARTS = 5;

    private final ByteReader reader;

    StorageStream(SnapshotBytes bytes, Value.Bytes range) {
        this.reader = new ByteReader(bytes, range.position(), range.position() + range.length(), BUFFER_BYTES);
    }

    /** Reads up to the numbers, and checks that there are as many as announced. */
    TensorStorage read() {
        for (byte expected : START) {
            if ((byte) reader.unsigned8() != expected) {
                throw reader.refusal("a tensor's numbers are not stored as torch did before 1.6");
            }
        }
        checkByteOrder();
        List<Value> reference = reference();
        Value key = reference.get(2);
        if (!(run() instanceof ListValue keys) || !keys.items.equals(List.of(key))) {
            throw reader.refusal("a tensor's storage has not exactly one key");
        }
        ElementType type = (ElementType) reference.get(1);
        long count = reader.signed64();
        if (!new Scalar(count).equals(reference.get(4)) || count < 0) {
            throw reader.refusal(
                    "a storage announces %s numbers, but has %d".formatted(number(reference.get(4)), count));
        }
        if (count != reader.remaining() / type.bytes() || reader.remaining() % type.bytes() != 0) {
            throw reader.refusal("a storage of %d numbers has %d bytes for them".formatted(count, reader.remaining()));
        }
        return new TensorStorage(type, reader.position(), count);
    }

    private void checkByteOrder() {
        if (!(run() instanceof DictValue system) || !new Scalar(true).equals(system.get("little_endian"))) {
            throw reader.refusal("a tensor's numbers are not little-endian");
        }
    }

    /** The word "storage", type, key, device, count and, in most versions, a view, which must be None. */
    private List<Value> reference() {
        if (run() instanceof Value.Persistent reference && reference.id() instanceof TupleValue id) {
            List<Value> parts = id.items();
            if (hasNoView(parts)
                    && new Scalar("storage").equals(parts.get(0))
                    && parts.get(1) instanceof ElementType
                    && parts.get(2) instanceof Scalar key
                    && key.value() instanceof String) {
                return parts;
            }
        }
        throw reader.refusal("a tensor's storage is no reference as torch writes it");
    }

    private static boolean hasNoView(List<Value> reference) {
        return reference.size() == REFERENCE_PARTS
                || (reference.size() == REFERENCE_PARTS + 1
                        && reference.get(REFERENCE_PARTS).equals(Scalar.NONE));
    }

    private static String number(Value count) {
        return count instanceof Scalar scalar && scalar.value() instanceof Long number ? number.toString() : "no";
    }

    private Value run() {
        return new PickleMachine(reader, new StorageDialect(reader)).run();
    }

    /** Nothing but the types of storages has a name here. */
    private record StorageDialect(ByteReader reader) implements Dialect {
        private static final Set<Opcode> OPCODES = EnumSet.of(
                Opcode.PROTO,
                Opcode.STOP,
                Opcode.MARK,
                Opcode.NONE,
                Opcode.NEWTRUE,
                Opcode.NEWFALSE,
                Opcode.BININT,
                Opcode.BININT1,
                Opcode.BININT2,
                Opcode.LONG1,
                Opcode.BINUNICODE,
                Opcode.TUPLE,
                Opcode.EMPTY_LIST,
                Opcode.APPEND,
                Opcode.EMPTY_DICT,
                Opcode.SETITEMS,
                Opcode.BINPUT,
                Opcode.GLOBAL,
                Opcode.BINPERSID);

        @Override
        public Set<Opcode> opcodes() {
            return OPCODES;
        }

        @Override
        public int maxSteps() {
            return Limits.STORAGE_STEPS;
        }

        @Override
        public boolean hasProtocol(int protocol) {
            return protocol == 2;
        }

        @Override
        public Value global(String module, String name) {
            ElementType type = module.equals("torch") ? ElementType.of(name) : null;
            if (type == null) {
                throw reader.refusal("a tensor's storage names '%s %s', but may only be %s of torch"
                        .formatted(
                                Excerpt.of(module),
                                Excerpt.of(name),
                                Arrays.stream(ElementType.values())
                                        .map(ElementType::storage)
                                        .toList()));
            }
            return type;
        }
    }
}
