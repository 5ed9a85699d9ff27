package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void returnsWhatWasWrittenInItsPrecision() {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        tensors.put("map.weight", StoredTensor.of(new float[] {1, -2.5f, 3e-20f, 4, 5, 1e30f}, 2, 3));
        tensors.put("scalar", StoredTensor.of(new float[] {0.1f}));
        tensors.put("half", new StoredTensor(Precision.F16, new long[] {2}, new float[] {0.5f, 1f / 3}));
        tensors.put("bytes", new StoredTensor(Precision.U8, new long[] {3}, new float[] {0, 127, 255}));
        tensors.put("brain", new StoredTensor(Precision.BF16, new long[] {2}, new float[] {1e30f, -3f}));
        tensors.put("empty", StoredTensor.of(new float[0], 0, 4));
        Path file = folder.resolve("weights.safetensors");

        Safetensors.write(file, tensors);
        Map<String, StoredTensor> read = Safetensors.read(file);

        assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        assertThat(named(read, "map.weight").shape()).containsExactly(2, 3);
        assertThat(named(read, "map.weight").values()).containsExactly(1, -2.5f, 3e-20f, 4, 5, 1e30f);
        assertThat(named(read, "scalar").shape()).isEmpty();
        assertThat(named(read, "half").precision()).isEqualTo(Precision.F16);
        assertThat(named(read, "half").values()).containsExactly(0.5f, 0.33325195f);
        assertThat(named(read, "brain").values()[0]).isBetween(0.996e30f, 1.004e30f);
        assertThat(named(read, "empty").shape()).containsExactly(0, 4);
        assertThat(folder).isDirectoryContaining("glob:**weights.safetensors").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void returnsTensorsLargerThanOneReadBuffer() {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2048;
        }
        Path file = folder.resolve("weights.safetensors");

        Safetensors.write(file, Map.of("half", new StoredTensor(Precision.F16, new long[] {values.length}, values)));

        assertThat(named(Safetensors.read(file), "half").values()).isEqualTo(values);
    }

    @Test
    void passesOverTheMetadata() throws IOException {
        Path file = file("{'__metadata__':{'format':'pt'},'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", 4);

        Map<String, StoredTensor> read = Safetensors.read(file);

        assertThat(read).containsOnlyKeys("w");
    }

    @Test
    void passesOverTensorsThatAreNotWantedWhateverTheirType() throws IOException {
        Path file = file(
                "{'i':{'dtype':'I64','shape':[1],'data_offsets':[0,8]},'v':{'dtype':'F32','shape':[1],'data_offsets':[8,12]},"
                        + "'w':{'dtype':'F16','shape':[2],'data_offsets':[12,16]}}",
                16);

        assertThat(Safetensors.read(file, "w"::equals)).containsOnlyKeys("w");
        assertThatThrownBy(() -> Safetensors.read(file, "i"::equals))
                .hasMessage("w.safetensors: tensor 'i' has dtype 'I64', but only F32, F16, BF16, I8 and U8 are read.");
    }

    @Test
    void refusesAGapEvenWhereNothingIsWanted() throws IOException {
        Path file = file("{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}", 8);

        assertThatThrownBy(() -> Safetensors.read(file, name -> false))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("begins at byte 4");
    }

    @Test
    void refusesAFileThatWasCutShort() throws IOException {
        Path file = file("{'w':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}", 15);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("w.safetensors: the tensors take 16 bytes, but the file holds 15: it is cut short.");
    }

    @Test
    void refusesOverlappingTensors() throws IOException {
        Path file = file(
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
                12);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("w.safetensors: tensor 'b' begins at byte 4, but the one before ends at 8.");
    }

    @Test
    void refusesATypeThatIsNoWeight() throws IOException {
        Path file = file("{'ids':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}", 8);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor 'ids' has dtype 'I64', but only F32, F16, BF16, I8 and U8");
    }

    @Test
    void refusesAShapeThatIsNotAsLongAsItsBytes() throws IOException {
        Path file = file("{'w':{'dtype':'F32','shape':[3,1],'data_offsets':[0,8]}}", 8);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("w.safetensors: tensor 'w' of shape [3, 1] needs 12 bytes, but its data_offsets span 8.");
    }

    @Test
    void refusesMoreExtentsThanTensorsHave() throws IOException {
        Path file = file("{'w':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}}", 4);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("w.safetensors: tensor 'w' has 9 extents, but at most 8 are read.");
    }

    @Test
    void keepsASentenceShortWhateverANameHolds() throws IOException {
        String name = "a\\n" + "x".repeat(10_000);
        Path file = file("{'%s':{'dtype':'F64\\n','shape':[1],'data_offsets':[0,8]}}".formatted(name), 8);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "w.safetensors: tensor 'a?%s…' has dtype 'F64?', but only F32, F16, BF16, I8 and U8 are read."
                                .formatted("x".repeat(78)));
    }

    @Test
    void refusesAShapeWhoseProductOverflows() throws IOException {
        Path file = file("{'w':{'dtype':'F32','shape':[2147483647,2147483647,4],'data_offsets':[0,16]}}", 16);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void refusesAHeaderThatIsLargerThanTheFile() throws IOException {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) 0x7f);
        Path file = Files.write(folder.resolve("w.safetensors"), bytes);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it claims a header of 9187201950435737471 bytes");
    }

    @Test
    void refusesATensorThatIsNamedTwice() throws IOException {
        String entry = "'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}";
        Path file = file("{" + entry + "," + entry + "}", 4);

        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not valid JSON");
    }

    @Test
    void refusesNumbersThatAreNotFiniteWhenAsked() {
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, Map.of("bias", StoredTensor.of(new float[] {1, Float.NaN}, 2)));

        assertThat(named(Safetensors.read(file), "bias").values()[1]).isNaN();
        assertThatThrownBy(() -> Safetensors.readFinite(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("w.safetensors: tensor 'bias' holds NaN at position 1");
    }

    @Test
    void refusesToWriteANumberThatHalfPrecisionCannotHold() {
        Path file = folder.resolve("w.safetensors");
        StoredTensor tensor = new StoredTensor(Precision.F16, new long[] {1}, new float[] {70_000});

        assertThatThrownBy(() -> Safetensors.write(file, Map.of("w", tensor)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("tensor 'w' holds 70000.0, which is too large for F16");
        assertThat(file).doesNotExist();
    }

    static StoredTensor named(Map<String, StoredTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private Path file(String header, int dataBytes) throws IOException {
        return Files.write(folder.resolve("w.safetensors"), bytes(header, dataBytes));
    }

    static byte[] bytes(String header, int dataBytes) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        return bytes.array();
    }
}
