package org.balancehead.model.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClipTest {
    private static final String POSITIONS = "vision_model.embeddings.position_embedding.weight";

    private static TensorEngine engine;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, mode = EnumSource.Mode.EXCLUDE, names = "U8")
    void agreesWithTheDefinitionInLoops(Precision precision) {
        Path file = written(new TinyClip(precision, 0.2).of(128, 4, 3, 2, 96, 10));
        ClipByLoops loops = new ClipByLoops(Safetensors.read(file), 128, 4, 3);
        List<RgbImage> pictures = List.of(noise(20, 1), noise(20, 2), noise(20, 3));

        float[][] features;
        try (Clip clip = Clip.open(file, engine)) {
            assertThat(clip.dimension()).isEqualTo(10);
            features = clip.encodeAll(pictures);
        }

        for (int i = 0; i < features.length; i++) {
            assertThat(features[i]).containsExactly(floats(loops.encode(pictures.get(i))), within(2e-5f));
        }
        assertThat(features[0]).isNotEqualTo(features[1]);
    }

    @Test
    void givesTheClassTokenWhereThereIsNoProjection() {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 1, 32, 0);
        RgbImage small = noise(3, 4); // is enlarged

        float[] feature;
        try (Clip clip = Clip.open(written(tensors), engine)) {
            feature = clip.encode(small);
        }

        assertThat(feature)
                .hasSize(64)
                .containsExactly(floats(new ClipByLoops(tensors, 64, 2, 2).encode(small)), within(2e-5f));
    }

    /** Layers of zeros add nothing, and the normalisations leave ±1 alone: the projection sees the class token. */
    @Test
    void passesTheClassTokenThroughLayersOfZeros() {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0).of(64, 2, 2, 3, 32, 2);
        float[] token = values(tensors, "vision_model.embeddings.class_embedding");
        for (int i = 0; i < 64; i++) {
            token[i] = i % 2 == 0 ? 1 : -1;
        }
        float[] projection = values(tensors, "visual_projection.weight");
        projection[0] = 3; // sees 1
        projection[64 + 1] = 4; // sees −1

        float[] feature;
        try (Clip clip = Clip.open(written(tensors), engine)) {
            feature = clip.encode(noise(4, 5));
        }

        assertThat(feature).containsExactly(new float[] {0.6f, -0.8f}, within(1e-6f));
    }

    @Test
    void seesAPhotographedHeadOnWhite() {
        RgbImage photograph = noise(8, 6);
        float[] alpha = new float[64];
        Arrays.fill(alpha, 0, 32, 1);
        Mask mask = new Mask(8, 8, alpha);
        byte[] white = photograph.rgb().clone();
        Arrays.fill(white, 96, 192, (byte) 255);
        AlignedHead head = new AlignedHead(photograph, mask, AlignedHead.grey(8).camera(), mask);

        try (Clip clip = Clip.open(written(new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 1, 32, 5)), engine)) {
            assertThat(clip.encode(head)).isEqualTo(clip.encode(new RgbImage(8, 8, white)));
        }
    }

    @Test
    void passesOverTextWeightsOfAnyType() throws IOException {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 1, 32, 5);
        Path plain = written(tensors);
        Path published = withIntegers(plain, "text_model.position_ids", "vision_model.embeddings.position_ids");
        RgbImage picture = noise(4, 7);

        try (Clip clip = Clip.open(plain, engine);
                Clip same = Clip.open(published, engine)) {
            assertThat(same.encode(picture)).isEqualTo(clip.encode(picture));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "vision_model.embeddings.patch_embedding.weight",
        "vision_model.embeddings.class_embedding",
        "vision_model.encoder.layers.1.self_attn.k_proj.bias",
        "vision_model.pre_layrnorm.weight"
    })
    void namesAMissingWeight(String name) {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 2, 32, 5);
        tensors.remove(name);

        assertRefused(tensors, "clip.safetensors does not hold CLIP's image tower: The weights have no '%s'.", name);
    }

    @Test
    void namesAMisshapenWeight() {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 1, 32, 5);
        String name = "vision_model.encoder.layers.0.mlp.fc2.weight";
        tensors.put(name, StoredTensor.of(new float[64 * 31], 64, 31));

        assertRefused(
                tensors,
                "clip.safetensors does not hold CLIP's image tower: The weight '%s' has the shape [64, 31],"
                        + " but this network needs [64, 32].",
                name);
    }

    @Test
    void refusesAWidthThatHasNoWholeHeads() {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(96, 2, 2, 1, 32, 5);

        assertRefused(
                tensors,
                "clip.safetensors does not hold CLIP's image tower: The weight '%s' has the shape [96, 3, 2, 2],"
                        + " but a CLIP image tower needs [width, 3, patch, patch] with a width of heads of 64.",
                "vision_model.embeddings.patch_embedding.weight");
    }

    @Test
    void refusesPositionsOfNoSquare() {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 1, 32, 5);
        tensors.put(POSITIONS, StoredTensor.of(new float[64 * 7], 7, 64));

        assertRefused(
                tensors,
                "clip.safetensors does not hold CLIP's image tower: The weight '%s' has the shape [7, 64],"
                        + " but a CLIP image tower needs one row more than a square number.",
                POSITIONS);
    }

    @Test
    void refusesALayerTooMany() {
        Map<String, StoredTensor> tensors = new TinyClip(Precision.F32, 0.2).of(64, 2, 2, 1, 32, 5);
        tensors.put("vision_model.encoder.layers.5.mlp.fc1.bias", StoredTensor.of(new float[32], 32));

        assertRefused(
                tensors,
                "clip.safetensors does not hold CLIP's image tower: This network has no place for 1 of the weights,"
                        + " such as '%s'.",
                "vision_model.encoder.layers.5.mlp.fc1.bias");
    }

    @Test
    void refusesAFileOfOtherWeights() {
        Map<String, StoredTensor> tensors = Map.of("conv.weight", StoredTensor.of(new float[2], 2));

        assertRefused(
                tensors,
                "clip.safetensors does not hold CLIP's image tower: The weights have no '%s'.",
                "vision_model.embeddings.patch_embedding.weight");
    }

    private void assertRefused(Map<String, StoredTensor> tensors, String sentence, String name) {
        Path file = written(tensors);
        assertThatThrownBy(() -> Clip.open(file, engine))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(sentence.formatted(name));
    }

    private Path written(Map<String, StoredTensor> tensors) {
        Path file = folder.resolve("clip.safetensors");
        Safetensors.write(file, tensors);
        return file;
    }

    /** The same file with a tensor of two 64-bit integers for each name behind the others. */
    private Path withIntegers(Path file, String... names) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int headerBytes =
                (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        int dataBytes = bytes.length - 8 - headerBytes;
        StringBuilder header = new StringBuilder(new String(bytes, 8, headerBytes, StandardCharsets.UTF_8));
        header.setLength(header.lastIndexOf("}"));
        for (int i = 0; i < names.length; i++) {
            int begin = dataBytes + 16 * i;
            header.append(",\"%s\":{\"dtype\":\"I64\",\"shape\":[1,2],\"data_offsets\":[%d,%d]}"
                    .formatted(names[i], begin, begin + 16));
        }
        byte[] longer = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + longer.length + dataBytes + 16 * names.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(longer.length).put(longer).put(bytes, 8 + headerBytes, dataBytes);
        return Files.write(folder.resolve("published.safetensors"), all.array());
    }

    private static float[] values(Map<String, StoredTensor> tensors, String name) {
        return Objects.requireNonNull(new LinkedHashMap<>(tensors).get(name)).values();
    }

    private static RgbImage noise(int side, long seed) {
        byte[] rgb = new byte[side * side * 3];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(side, side, rgb);
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
