package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Pickled;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {
    @TempDir
    Path folder;

    @Test
    void namesAllTensorsOfANetworkByTheirPlace() throws IOException {
        try (Snapshot snapshot = open(Samples.complete())) {
            PickledModule generator = snapshot.network("G_ema").orElseThrow();

            assertThat(generator.className()).isEqualTo("TriPlaneGenerator");
            assertThat(generator.allTensors())
                    .containsOnlyKeys(
                            "dataset_label_std",
                            "backbone.b4.weight",
                            "backbone.b4.strength",
                            "backbone.b4.resample_filter");
            assertThat(generator.allParameters()).containsOnlyKeys("backbone.b4.weight", "backbone.b4.strength");
            assertThat(generator.modules()).containsOnlyKeys("backbone", "renderer");
        }
    }

    @Test
    void keepsTheCurrentGeneratorAndTheMeanApart() throws IOException {
        try (Snapshot snapshot = open(Samples.complete())) {
            PickledTensor current = tensor(snapshot, "G", "backbone.b4.weight");
            PickledTensor mean = tensor(snapshot, "G_ema", "backbone.b4.weight");

            assertThat(current.values()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(mean.values()).containsExactly(2, 2, 3, 4, 5, 6);
            assertThat(mean.shape()).containsExactly(2, 3);
            assertThat(tensor(snapshot, "D", "b4.strength").shape()).isEmpty();
            assertThat(tensor(snapshot, "D", "b4.strength").values()).containsExactly(3);
        }
    }

    @Test
    void keepsPlainAttributesAndDropsHooks() throws IOException {
        try (Snapshot snapshot = open(Samples.complete())) {
            PickledModule generator = snapshot.network("G_ema").orElseThrow();

            assertThat(generator.attributes())
                    .containsEntry("z_dim", 512L)
                    .containsEntry("_init_args", List.of())
                    .containsEntry(
                            "rendering_kwargs", Map.of("box_warp", 0.7, "white_back", true, "depth", List.of(48L, 48L)))
                    .containsEntry("_last_planes", null)
                    .containsOnlyKeys("training", "z_dim", "rendering_kwargs", "_last_planes", "_init_args");
            assertThat(module(generator, "renderer").attributes().get("plane_axes"))
                    .isInstanceOfSatisfying(
                            PickledTensor.class,
                            axes -> assertThat(axes.values()).containsExactly(1, 0, 0, 1));
            assertThat(module(module(generator, "backbone"), "b4").attributes()).containsEntry("weight_gain", 0.25);
        }
    }

    @Test
    void hasNoNetworkWhereTheFileHasNone() throws IOException {
        Pickled generator = Samples.persistent("TriPlaneGenerator", Samples.weightless(Map.of()));
        byte[] reduced = new PickleWriter(4)
                .value(Map.of("G_ema", generator, "D", Samples.NONE))
                .stop();

        try (Snapshot snapshot = open(reduced)) {
            assertThat(snapshot.network("G_ema")).isPresent();
            assertThat(snapshot.network("D")).isEmpty();
            assertThat(snapshot.network("G")).isEmpty();
        }
    }

    @Test
    void readsAPackedSnapshotAndLeavesNothingBehind() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Samples.complete());
        }

        try (Snapshot snapshot = open(packed.toByteArray())) {
            assertThat(tensor(snapshot, "G_ema", "dataset_label_std").values()).containsExactly(2, 4);
        }
        assertThat(folder).isDirectoryContaining("glob:**s.pkl").isDirectoryNotContaining("glob:**balancehead*");
    }

    @Test
    void readsProtocol3WithItsLinesAndNumberedMemo() throws IOException {
        Pickled emptyDict = line("collections", "OrderedDict", to -> to.raw(')', 'R'));
        Pickled remembered = to -> to.value(emptyDict).raw('q', 0);
        Pickled recalled = to -> to.raw('h', 0);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("_parameters", remembered);
        state.put("_buffers", recalled);
        state.put("_modules", emptyDict);
        state.put(
                "channels",
                line("builtins", "set", to -> to.value(List.of("a", "b")).raw(0x85, 'R')));
        Pickled generator = line(
                "torch_utils.persistence",
                "_reconstruct_persistent_obj",
                to -> to.value(Map.of("type", "class", "version", 6, "class_name", "Generator", "state", state))
                        .raw(0x85, 'R'));

        try (Snapshot snapshot =
                open(new PickleWriter(3).value(Map.of("G_ema", generator)).stop())) {
            assertThat(snapshot.network("G_ema").orElseThrow().attributes())
                    .isEqualTo(Map.of("channels", Set.of("a", "b")));
        }
    }

    @Test
    void readsTensorsByTheirStridesAndOffset() throws IOException {
        StorageWriter storage = new StorageWriter(9, 1, 2, 3, 4, 5, 6);
        Pickled transposed = Samples.tensor(storage, 1, new Tuple(3, 2), new Tuple(1, 3));

        try (Snapshot snapshot = open(Samples.withParameter(transposed))) {
            assertThat(weight(snapshot).values()).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    @Test
    void readsTensorsLargerThanOneReadBuffer() throws IOException {
        float[] values = new float[70_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        try (Snapshot snapshot = open(Samples.withParameter(Samples.tensor(values, values.length)))) {
            assertThat(weight(snapshot).values()).isEqualTo(values);
        }
    }

    @Test
    void readsAnEmptyTensor() throws IOException {
        try (Snapshot snapshot = open(Samples.withParameter(Samples.tensor(new float[0], 0, 3)))) {
            assertThat(weight(snapshot).shape()).containsExactly(0, 3);
            assertThat(weight(snapshot).values()).isEmpty();
        }
    }

    @Test
    void widensAndRoundsOtherTypesOfNumbers() throws IOException {
        assertThat(values("HalfStorage", Samples.littleEndian(2, 0x3c00, 0xc000)))
                .containsExactly(1, -2);
        assertThat(values(
                        "DoubleStorage",
                        Samples.littleEndian(8, Double.doubleToLongBits(0.1), Double.doubleToLongBits(1e300))))
                .containsExactly(0.1f, Float.POSITIVE_INFINITY);
        assertThat(values("LongStorage", Samples.littleEndian(8, -7, 1L << 40))).containsExactly(-7, 0x1p40f);
        assertThat(values("IntStorage", Samples.littleEndian(4, -7, 8))).containsExactly(-7, 8);
        assertThat(values("ByteStorage", Samples.littleEndian(1, 200, 3))).containsExactly(200, 3);
    }

    @Test
    void readsNumpyScalarsAsPlainNumbers() throws IOException {
        Map<String, Object> state = Samples.weightless(Map.of());
        state.put("single", Samples.numpy("f4", Samples.littleEndian(4, Float.floatToIntBits(0.5f))));
        state.put("long", Samples.numpy("i8", Samples.littleEndian(8, -3)));
        state.put("int", Samples.numpy("i4", Samples.littleEndian(4, -4)));
        state.put("bool", Samples.numpy("b1", new byte[] {1}));

        try (Snapshot snapshot = open(Samples.withMean(Samples.persistent("Generator", state)))) {
            assertThat(snapshot.network("G_ema").orElseThrow().attributes())
                    .containsEntry("single", 0.5)
                    .containsEntry("long", -3L)
                    .containsEntry("int", -4L)
                    .containsEntry("bool", true);
        }
    }

    @Test
    void readsSetsAndNestedContainers() throws IOException {
        Object nested = new Tuple(Set.of("a"), List.of(Map.of("b", 1L)), -1.5);

        try (Snapshot snapshot = open(Samples.withAttribute(nested))) {
            assertThat(snapshot.network("G_ema").orElseThrow().attributes())
                    .containsEntry("attribute", List.of(Set.of("a"), List.of(Map.of("b", 1L)), -1.5));
        }
    }

    private float[] values(String type, byte[] numbers) throws IOException {
        StorageWriter storage = new StorageWriter();
        storage.type = type;
        storage.announced = 2;
        storage.count = 2;
        storage.numbers = numbers;
        try (Snapshot snapshot = open(Samples.withParameter(Samples.tensor(storage, 0, new Tuple(2), new Tuple(1))))) {
            return weight(snapshot).values();
        }
    }

    /** A global in two lines of text, then what is done with it. */
    private static Pickled line(String module, String name, Pickled then) {
        return to -> {
            to.bytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
            then.write(to);
        };
    }

    private static PickledTensor weight(Snapshot snapshot) {
        return tensor(snapshot, "G_ema", "weight");
    }

    private static PickledTensor tensor(Snapshot snapshot, String network, String name) {
        return Objects.requireNonNull(
                snapshot.network(network).orElseThrow().allTensors().get(name), name);
    }

    private static PickledModule module(PickledModule parent, String name) {
        return Objects.requireNonNull(parent.modules().get(name), name);
    }

    private Snapshot open(byte[] bytes) throws IOException {
        return Snapshot.open(Files.write(folder.resolve("s.pkl"), bytes));
    }
}
