package org.balancehead.model.checkpoint.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The machine's stack: values, and the marks where containers were opened. */
final class ValueStack {
    private final ByteReader reader;
    private final List<Value> values = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();

    ValueStack(ByteReader reader) {
        this.reader = reader;
    }

    void push(Value value) {
        if (values.size() == Limits.STACK_VALUES) {
            throw reader.refusal("more than %d values wait on the stack".formatted(Limits.STACK_VALUES));
        }
        values.add(value);
    }

    Value pop() {
        Value top = top();
        values.remove(values.size() - 1);
        return top;
    }

    /** The value above the last mark that {@link #pop} would return. */
    Value top() {
        if (isEmpty()) {
            throw reader.refusal("an instruction finds nothing on the stack: the file is damaged");
        }
        return values.get(values.size() - 1);
    }

    /** Whether nothing is above the last mark. */
    boolean isEmpty() {
        return values.size() == (marks.isEmpty() ? 0 : marks.getLast());
    }

    void mark() {
        if (marks.size() == Limits.DEPTH) {
            throw reader.refusal("its values are nested deeper than %d".formatted(Limits.DEPTH));
        }
        marks.addLast(values.size());
    }

    /** Takes the values above the last mark, and the mark. */
    List<Value> popToMark() {
        if (marks.isEmpty()) {
            throw reader.refusal("a container ends that never began: the file is damaged");
        }
        List<Value> above = values.subList(marks.removeLast(), values.size());
        List<Value> popped = List.copyOf(above);
        above.clear();
        return popped;
    }

    /** Takes the last values. */
    List<Value> pop(int count) {
        List<Value> popped = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            popped.add(0, pop());
        }
        return popped;
    }

    boolean hasMarks() {
        return !marks.isEmpty();
    }
}
