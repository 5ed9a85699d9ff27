package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Pickled;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that are programs of another kind than a snapshot. */
class HostilePickleTest {
    @TempDir
    Path folder;

    @Test
    void refusesACallOfTheSystem() {
        PickleWriter pickle =
                new PickleWriter(4).global("os", "system").value("id").raw(0x85, 'R');

        assertThat(Refusals.of(folder, pickle))
                .isEqualTo("s.pkl, byte 20: it asks for 'os system', which no snapshot of these projects does:"
                        + " do not use this file.");
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "builtins, eval",
        "builtins, SET",
        "collections, OrderedDict.x",
        "collections.OrderedDict, fromkeys",
        "numpy.core.multiarray, _reconstruct",
        "torch, FloatStorage",
        "torch_utils.persistence, persistent_class",
        "training.triplane, TriPlaneGenerator"
    })
    void refusesAForeignNameThatIsOnlyMentioned(String module, String name) {
        Pickled mention = to -> to.global(module, name);
        Pickled line = to -> to.bytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(Refusals.of(folder, unused(mention))).contains("it asks for '%s %s'".formatted(module, name));
        assertThat(Refusals.of(folder, unused(line))).contains("it asks for '%s %s'".formatted(module, name));
    }

    @Test
    void keepsASentenceShortWhateverANameHolds() {
        String module = "a\nb\u0007\u202e" + "x".repeat(60_000);

        assertThat(Refusals.of(folder, new PickleWriter(4).global(module, "name")))
                .contains("it asks for 'a?b??xxx")
                .contains("x… name'");
    }

    @Test
    void refusesANameWithoutAnEnd() {
        PickleWriter pickle = new PickleWriter(3).op('c').bytes(new byte[] {'o', 's', 0});

        assertThat(Refusals.of(folder, pickle)).contains("a name is longer than 128 letters or not plain");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x82, 0x83, 0x84, 'i', 'o', 'P', 'Q', 'p', 'g', 'd', 'l', 'I', 'F', 'V', 0x8d, 0x8e, 0x92, 0x96, 0x97,
                0, 0xff
            })
    void refusesInstructionsThatSnapshotsDoNotNeed(int code) {
        PickleWriter pickle = new PickleWriter(4).raw('N', code, '0', '\n');

        assertThat(Refusals.of(folder, pickle))
                .isEqualTo("s.pkl, byte 3: 0x%02x is no instruction that snapshots need.".formatted(code));
    }

    @Test
    void refusesCallsOfWhatIsNoFunction() {
        assertThat(Refusals.of(folder, new PickleWriter(4).value("os").raw(')', 'R')))
                .contains("called that is neither a function nor a class");
        assertThat(Refusals.of(folder, new PickleWriter(4).value("os").raw(')', 0x81)))
                .contains("called that is neither a function nor a class");
        assertThat(Refusals.of(
                        folder,
                        new PickleWriter(4).global("dnnlib.util", "EasyDict").raw(')', 'R')))
                .contains("'EasyDict' is called, which is no function");
        assertThat(Refusals.of(
                        folder,
                        new PickleWriter(4)
                                .global("torch.storage", "_load_from_bytes")
                                .raw(')', 0x81)))
                .contains("an object is created of '_load_from_bytes', which is no class");
    }

    @ParameterizedTest
    @CsvSource({
        "collections, OrderedDict",
        "builtins, set",
        "numpy.core.multiarray, scalar",
        "torch._utils, _rebuild_parameter",
        "torch._utils, _rebuild_tensor_v2",
        "torch.storage, _load_from_bytes",
        "torch_utils.persistence, _reconstruct_persistent_obj"
    })
    void refusesArgumentsThatAFunctionCannotHave(String module, String name) {
        PickleWriter pickle =
                new PickleWriter(4).global(module, name).value(new Tuple("a")).op('R');

        assertThat(Refusals.of(folder, pickle)).startsWith("s.pkl, byte ");
    }

    @Test
    void refusesAStateForWhatHasNone() {
        assertThat(Refusals.of(
                        folder,
                        new PickleWriter(4).value("text").value(Map.of("a", 1)).op('b')))
                .contains("an object gets a state that it cannot have");
        assertThat(Refusals.of(
                        folder,
                        new PickleWriter(4)
                                .value(Map.of())
                                .value(Map.of("a", 1))
                                .op('b')))
                .contains("an object gets a state that it cannot have");
    }

    @ParameterizedTest
    @CsvSource({
        "R, finds nothing on the stack",
        "., finds nothing on the stack",
        "a, finds nothing on the stack",
        "b, finds nothing on the stack",
        "t, a container ends that never began",
        "e, a container ends that never began",
        "N(., ends inside a container",
        "N(\u0085, finds nothing on the stack",
        "NN., more than one value",
        "N(Ne, appended to what is no list",
        "N(NNu, put into what is no dict",
        "}(Nu, put into what is no dict",
        "}]Ns, a key is neither",
        "N(N\u0090, added to what is no set",
        "\u008f(]\u0090, a key is neither",
        "}NNsNNs, a dict has the key 'null' twice",
        "NN\u0093, a global's name is no text",
        "NNR, arguments are no tuple",
        "hA, memo entry 65 is used",
        "NqA, memo entry 65 comes where 0 is due",
        "N\u0080\u0004, a pickle begins inside another one"
    })
    void refusesInstructionsOutOfPlace(String codes, String why) {
        byte[] instructions = codes.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Refusals.of(folder, new PickleWriter(4).bytes(instructions))).contains(why);
    }

    @Test
    void refusesAFileThatEndsAnywhere() {
        byte[] whole = Samples.withParameter(Samples.tensor(new float[] {1, 2}, 2));

        for (int length = 0; length < whole.length; length++) {
            assertThat(Refusals.of(folder, Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .startsWith("s.pkl");
        }
    }

    @Test
    void refusesBytesBehindTheEnd() {
        byte[] whole = Samples.complete();

        assertThat(Refusals.of(folder, Arrays.copyOf(whole, whole.length + 2)))
                .isEqualTo("s.pkl has 2 bytes behind its end: it is damaged.");
    }

    @Test
    void refusesWhatIsNoSnapshot() {
        assertThat(Refusals.of(folder, new PickleWriter(4).value(1)))
                .isEqualTo("s.pkl is a pickle of something else than a snapshot.");
        assertThat(Refusals.of(folder, new PickleWriter(4).value(Map.of("G_ema", Samples.NONE))))
                .isEqualTo("s.pkl holds none of the networks G, D, G_ema.");
    }

    @Test
    void refusesPersistentObjectsOfAnotherKind() {
        Map<String, Object> meta = new LinkedHashMap<>(
                Map.of("type", "class", "version", 6, "class_name", "A", "state", Samples.weightless(Map.of())));

        assertThat(Refusals.of(folder, changed(meta, "version", 5)))
                .contains("a persistent object is not of version 6");
        assertThat(Refusals.of(folder, changed(meta, "type", "function"))).contains("not of version 6");
        assertThat(Refusals.of(folder, changed(meta, "class_name", 3))).contains("has no class name or no state");
        assertThat(Refusals.of(folder, changed(meta, "state", Samples.NONE))).contains("has no class name or no state");
    }

    @Test
    void refusesNumpyValuesThatAreNotAsDescribed() {
        assertThat(Refusals.of(folder, Samples.withAttribute(Samples.numpy("f8", new byte[7]))))
                .contains("a numpy scalar is not as long as its type");
        assertThat(Refusals.of(folder, Samples.withAttribute(Samples.numpy("O8", new byte[8]))))
                .contains("a numpy type is none of f8, f4, i8, i4 and b1");
        PickleWriter bigEndian = new PickleWriter(4)
                .global("numpy", "dtype")
                .value(new Tuple("f8", false, true))
                .op('R')
                .value(new Tuple(3, ">", Samples.NONE, Samples.NONE, Samples.NONE, -1, -1, 0))
                .op('b');
        assertThat(Refusals.of(folder, bigEndian)).contains("an object gets a state that it cannot have");
    }

    private static byte[] changed(Map<String, Object> meta, String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(meta);
        changed.put(key, value);
        return Samples.withMean(Samples.persistent(changed));
    }

    private static byte[] unused(Pickled object) {
        return new PickleWriter(4)
                .value(Map.of("training_set_kwargs", new Tuple(1, object)))
                .stop();
    }
}
