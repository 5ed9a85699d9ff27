package org.balancehead.model.checkpoint.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.balancehead.model.checkpoint.pickle.Value.DictValue;
import org.balancehead.model.checkpoint.pickle.Value.ListValue;
import org.balancehead.model.checkpoint.pickle.Value.Scalar;
import org.balancehead.model.checkpoint.pickle.Value.SetValue;
import org.balancehead.model.checkpoint.pickle.Value.TupleValue;

/** Runs one pickle: a stack, a memo, and the instructions of its dialect. It calls nothing and makes only records. */
final class PickleMachine {
    private static final Scalar SOURCE_KEY = new Scalar("module_src");

    private final ByteReader reader;
    private final Dialect dialect;
    private final Containers containers;
    private final ValueStack stack;
    private final List<Value> memo = new ArrayList<>();
    private int textBytes;

    PickleMachine(ByteReader reader, Dialect dialect) {
        this.reader = reader;
        this.dialect = dialect;
        this.containers = new Containers(reader);
        this.stack = new ValueStack(reader);
    }

    /** Runs up to the pickle's end, and returns the one value that it makes. */
    Value run() {
        if (next() != Opcode.PROTO || !dialect.hasProtocol(reader.unsigned8())) {
            throw reader.refusal("a pickle of another protocol than expected begins here");
        }
        for (int steps = 0; steps < dialect.maxSteps(); steps++) {
            Opcode opcode = next();
            if (opcode == Opcode.STOP) {
                return result();
            }
            step(opcode);
        }
        throw reader.refusal("the pickle has more than %d instructions".formatted(dialect.maxSteps()));
    }

    private Opcode next() {
        int code = reader.instruction();
        Opcode opcode = Opcode.of(code);
        if (opcode == null || !dialect.opcodes().contains(opcode)) {
            throw reader.refusal("0x%02x is no instruction that snapshots need".formatted(code));
        }
        return opcode;
    }

    private Value result() {
        if (stack.hasMarks()) {
            throw reader.refusal("the pickle ends inside a container: the file is damaged");
        }
        Value result = stack.pop();
        if (!stack.isEmpty()) {
            throw reader.refusal("the pickle ends with more than one value: the file is damaged");
        }
        return result;
    }

    private void step(Opcode opcode) {
        switch (opcode) {
            case PROTO, STOP -> throw reader.refusal("a pickle begins inside another one");
            case FRAME -> frame();
            case MARK -> stack.mark();
            case NONE -> stack.push(Scalar.NONE);
            case NEWTRUE -> push(true);
            case NEWFALSE -> push(false);
            case BININT -> push((long) reader.signed32());
            case BININT1 -> push((long) reader.unsigned8());
            case BININT2 -> push((long) reader.unsigned16());
            case LONG1 -> push(longInteger(reader.unsigned8()));
            case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(reader.signed64())));
            case SHORT_BINUNICODE -> text(reader.unsigned8());
            case BINUNICODE -> text(reader.unsigned32());
            case SHORT_BINBYTES -> bytes(reader.unsigned8());
            case BINBYTES -> bytes(reader.unsigned32());
            case EMPTY_TUPLE -> stack.push(TupleValue.EMPTY);
            case TUPLE1 -> stack.push(new TupleValue(stack.pop(1)));
            case TUPLE2 -> stack.push(new TupleValue(stack.pop(2)));
            case TUPLE3 -> stack.push(new TupleValue(stack.pop(3)));
            case TUPLE -> stack.push(new TupleValue(stack.popToMark()));
            case EMPTY_LIST -> stack.push(new ListValue());
            case APPEND -> fill(stack.pop(1), containers::append);
            case APPENDS -> fill(stack.popToMark(), containers::append);
            case EMPTY_SET -> stack.push(new SetValue());
            case ADDITEMS -> fill(stack.popToMark(), containers::add);
            case EMPTY_DICT -> stack.push(new DictValue());
            case SETITEM -> fill(stack.pop(2), containers::put);
            case SETITEMS -> fill(stack.popToMark(), containers::put);
            case MEMOIZE -> memoize(memo.size());
            case BINPUT -> memoize(reader.unsigned8());
            case LONG_BINPUT -> memoize(reader.unsigned32());
            case BINGET -> recall(reader.unsigned8());
            case LONG_BINGET -> recall(reader.unsigned32());
            case GLOBAL -> stack.push(dialect.global(reader.line(), reader.line()));
            case STACK_GLOBAL -> stackGlobal();
            case REDUCE -> call();
            case NEWOBJ -> create();
            case BUILD -> build();
            case BINPERSID -> stack.push(new Value.Persistent(stack.pop()));
        }
    }

    private void push(Object scalar) {
        stack.push(new Scalar(scalar));
    }

    private void frame() {
        long length = reader.signed64();
        if (length < 0 || length > reader.remaining()) {
            throw reader.refusal("a frame of %s bytes should follow, but only %d are left: the file is cut short"
                    .formatted(Long.toUnsignedString(length), reader.remaining()));
        }
    }

    private long longInteger(int bytes) {
        if (bytes > Long.BYTES) {
            throw reader.refusal("a number of %d bytes is longer than %d".formatted(bytes, Long.BYTES));
        }
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) reader.unsigned8() << (Byte.SIZE * i);
        }
        int unused = Long.SIZE - Byte.SIZE * bytes;
        return bytes == 0 ? 0 : number << unused >> unused;
    }

    private void text(long length) {
        if (!stack.isEmpty() && SOURCE_KEY.equals(stack.top())) {
            passOverSource(length);
            return;
        }
        if (length > Limits.TEXT_BYTES) {
            throw reader.refusal("a text of %d bytes is longer than %d".formatted(length, Limits.TEXT_BYTES));
        }
        textBytes += (int) length;
        if (textBytes > Limits.ALL_TEXT_BYTES) {
            throw reader.refusal("the texts up to here have more than %d bytes".formatted(Limits.ALL_TEXT_BYTES));
        }
        push(reader.text((int) length));
    }

    private void passOverSource(long length) {
        if (length > Limits.MODULE_SOURCE_BYTES) {
            throw reader.refusal(
                    "a module's source of %d bytes is longer than %d".formatted(length, Limits.MODULE_SOURCE_BYTES));
        }
        reader.skip(length);
        stack.push(Value.Passed.SOURCE);
    }

    private void bytes(long length) {
        stack.push(new Value.Bytes(reader.skip(length), length));
    }

    private void fill(List<Value> items, BiConsumer<Value, List<Value>> filling) {
        filling.accept(stack.top(), items);
    }

    private void memoize(long index) {
        if (index != memo.size()) {
            throw reader.refusal("memo entry %d comes where %d is due".formatted(index, memo.size()));
        }
        memo.add(stack.top());
    }

    private void recall(long index) {
        if (index >= memo.size()) {
            throw reader.refusal("memo entry %d is used, but there are only %d".formatted(index, memo.size()));
        }
        stack.push(memo.get((int) index));
    }

    private void stackGlobal() {
        Value name = stack.pop();
        Value module = stack.pop();
        if (!(name instanceof Scalar named && named.value() instanceof String nameText)
                || !(module instanceof Scalar home && home.value() instanceof String moduleText)) {
            throw reader.refusal("a global's name is no text");
        }
        stack.push(dialect.global(moduleText, nameText));
    }

    private void call() {
        TupleValue arguments = arguments();
        stack.push(dialect.call(stack.pop(), arguments));
    }

    private void create() {
        TupleValue arguments = arguments();
        stack.push(dialect.create(stack.pop(), arguments));
    }

    private void build() {
        Value state = stack.pop();
        dialect.build(stack.top(), state);
    }

    private TupleValue arguments() {
        if (stack.pop() instanceof TupleValue arguments) {
            return arguments;
        }
        throw reader.refusal("a function's arguments are no tuple");
    }
}
