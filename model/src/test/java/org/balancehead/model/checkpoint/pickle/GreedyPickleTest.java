package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Pickled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small pickles that ask for more memory, depth or time than a snapshot needs. */
class GreedyPickleTest {
    private static final int MANY = 100_000;

    @TempDir
    Path folder;

    @Test
    void refusesContainersThatAreNestedTooDeep() {
        PickleWriter marks = new PickleWriter(4);
        for (int i = 0; i < MANY; i++) {
            marks.op('(');
        }

        assertThat(Refusals.of(folder, marks)).contains("its values are nested deeper than 64");
    }

    @Test
    void refusesTuplesThatAreNestedTooDeep() {
        Pickled tuples = to -> {
            to.op(')');
            for (int i = 0; i < MANY; i++) {
                to.raw(0x85);
            }
        };

        assertThat(Refusals.of(folder, Samples.withAttribute(tuples)))
                .isEqualTo(
                        "s.pkl has values nested deeper than 64, or one that contains itself, in 'G_ema.attribute'.");
    }

    @Test
    void refusesAListThatContainsItself() {
        Pickled list = to -> {
            int self = to.op(']').memoize();
            to.recall(self).op('a');
        };

        assertThat(Refusals.of(folder, Samples.withAttribute(list))).contains("or one that contains itself");
    }

    @Test
    void refusesAModuleThatContainsItself() {
        Pickled state = to -> {
            int self = to.op('}').memoize();
            Map<String, Object> parts = Samples.weightless(Map.of());
            parts.put("_modules", Map.of("again", persistent(recalled -> recalled.recall(self))));
            to.items(parts);
        };

        assertThat(Refusals.of(folder, Samples.withMean(persistent(state))))
                .contains("or one that contains itself, in 'G_ema.again.again");
    }

    @Test
    void refusesReferencesToReferences() {
        Pickled laughs = to -> {
            int last = to.raw(']', '(').value(List.of("ha")).memoize();
            for (int i = 0; i < 40; i++) {
                last = to.raw(']', '(').recall(last).recall(last).op('e').memoize();
            }
            to.op('e');
        };

        assertThat(Refusals.of(folder, Samples.withAttribute(laughs)))
                .isEqualTo("s.pkl refers to the same values again and again:"
                        + " its networks have more than 131072, up to 'G_ema.attribute'.");
    }

    @Test
    void refusesModulesThatReferToTheSameModules() {
        Pickled modules = to -> {
            int last = to.raw('}', '(')
                    .value("m")
                    .value(persistent(plain(Samples.weightless(Map.of()))))
                    .memoize();
            for (int i = 0; i < 16; i++) {
                int previous = last;
                Pickled again = recalled -> recalled.recall(previous);
                Map<String, Object> doubled = Samples.weightless(Map.of("a", again, "b", again));
                last = to.value("m" + i).value(persistent(plain(doubled))).memoize();
            }
            to.op('u');
        };
        Map<String, Object> state = Samples.weightless(Map.of());
        state.put("_modules", modules);

        assertThat(Refusals.of(folder, Samples.withMean(persistent(plain(state)))))
                .contains("refers to the same values again and again");
    }

    @Test
    void refusesParametersThatReferToTheSameNumbers() {
        Pickled parameters = to -> {
            int tensor = to.raw('}', '(')
                    .value("w")
                    .value(Samples.tensor(new float[1000], 1000))
                    .memoize();
            for (int i = 0; i < 10; i++) {
                to.value("w" + i).recall(tensor);
            }
            to.op('u');
        };
        Map<String, Object> state = Samples.weightless(Map.of());
        state.put("_parameters", parameters);

        assertThat(Refusals.of(folder, Samples.withMean(persistent(plain(state)))))
                .isEqualTo("s.pkl refers to the same numbers again and again, up to 'G_ema.w0'.");
    }

    @Test
    void refusesMoreInstructionsThanASnapshotHas() {
        PickleWriter pickle = new PickleWriter(4).op(']');
        for (int i = 0; i < 300_000; i++) {
            pickle.raw('(', 'e');
        }

        assertThat(Refusals.of(folder, pickle)).contains("the pickle has more than 524288 instructions");
    }

    @Test
    void refusesMoreWaitingValuesThanASnapshotHas() {
        PickleWriter pickle = new PickleWriter(4);
        for (int i = 0; i < MANY; i++) {
            pickle.op('N');
        }

        assertThat(Refusals.of(folder, pickle)).contains("more than 16384 values wait on the stack");
    }

    @Test
    void refusesDictsAndSetsWithMoreEntriesThanASnapshotHas() {
        PickleWriter dict = new PickleWriter(4).raw('}', '(');
        PickleWriter set = new PickleWriter(4).raw(0x8f, '(');
        for (int i = 0; i < 1025; i++) {
            dict.values(i, 0);
            set.value(i);
        }

        assertThat(Refusals.of(folder, dict.op('u'))).contains("a dict or set has more than 1024 entries");
        assertThat(Refusals.of(folder, set.raw(0x90))).contains("a dict or set has more than 1024 entries");
    }

    @Test
    void refusesLongTexts() {
        assertThat(Refusals.of(folder, new PickleWriter(4).value("x".repeat(65_537))))
                .contains("a text of 65537 bytes is longer than 65536");
        assertThat(Refusals.of(folder, new PickleWriter(4).value(Map.of("k".repeat(129), 1))))
                .contains("a key is neither a number nor a text of at most 128 letters");
        assertThat(Refusals.of(folder, new PickleWriter(4).value("module_src").value("x".repeat(1_048_577))))
                .contains("a module's source of 1048577 bytes is longer than 1048576");
    }

    @Test
    void refusesManyTextsTogether() {
        PickleWriter pickle = new PickleWriter(4);
        String text = "x".repeat(65_536);
        for (int i = 0; i < 257; i++) {
            pickle.value(text);
        }

        assertThat(Refusals.of(folder, pickle)).contains("the texts up to here have more than 16777216 bytes");
    }

    @Test
    void passesOverALongModuleSourceAndRefusesItAsAValue() {
        Map<String, Object> attribute = Map.of("module_src", "import os");

        assertThat(Refusals.of(folder, Samples.withAttribute(attribute)))
                .isEqualTo("s.pkl has something else than plain values in 'G_ema.attribute'.");
    }

    @Test
    void refusesLengthsBeyondTheFileBeforeTakingMemory() {
        assertThat(Refusals.of(folder, new PickleWriter(4).op('B').int32(-1)))
                .isEqualTo("s.pkl, byte 2: 4294967295 bytes should follow, but only 1 are left:"
                        + " the file is cut short or damaged.");
        assertThat(Refusals.of(folder, new PickleWriter(4).op('X').int32(60_000)))
                .contains("60000 bytes should follow, but only 1 are left");
        assertThat(Refusals.of(folder, new PickleWriter(4).raw(0x95).int64(-1)))
                .contains("a frame of 18446744073709551615 bytes should follow, but only 1 are left");
        assertThat(Refusals.of(folder, new PickleWriter(4).raw(0x8a, 200)))
                .contains("a number of 200 bytes is longer than 8");
        assertThat(Refusals.of(folder, new PickleWriter(4).raw('N', 'r').int32(-1)))
                .contains("memo entry 4294967295 comes where 0 is due");
    }

    private static Pickled plain(Map<String, Object> state) {
        return to -> to.value(state);
    }

    private static Pickled persistent(Pickled state) {
        return Samples.persistent(Map.of("type", "class", "version", 6, "class_name", "A", "state", state));
    }
}
