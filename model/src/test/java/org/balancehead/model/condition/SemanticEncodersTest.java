package org.balancehead.model.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SemanticEncodersTest {
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

    @Test
    void opensEachEncoderByItsName() {
        Path weights = folder.resolve("clip.safetensors");
        Safetensors.write(weights, new TinyClip(Precision.F32, 0.1).of(64, 2, 2, 1, 32, 5));

        try (SemanticEncoder face = SemanticEncoders.open("faceres", Optional.empty(), engine);
                SemanticEncoder heads = SemanticEncoders.open("heads", Optional.empty(), engine);
                SemanticEncoder clip = SemanticEncoders.open("clip", Optional.of(weights), engine)) {
            assertThat(face.name()).isEqualTo("faceres");
            assertThat(face.dimension()).isEqualTo(1024);
            assertThat(heads.name()).isEqualTo("heads");
            assertThat(heads.dimension()).isEqualTo(128);
            assertThat(clip.name()).isEqualTo("clip");
            assertThat(clip.dimension()).isEqualTo(5);
        }
    }

    @Test
    void refusesAnotherName() {
        assertThatThrownBy(() -> SemanticEncoders.open("dino", Optional.empty(), engine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'dino' is no semantic encoder: choose faceres, clip or heads.");
    }

    @Test
    void refusesClipWithoutWeights() {
        assertThatThrownBy(() -> SemanticEncoders.open("clip", Optional.empty(), engine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The encoder clip needs its weights: name a safetensors file of a CLIP image tower in"
                        + " Hugging Face's naming by the environment variable BALANCEHEAD_CLIP_WEIGHTS.");
    }

    @Test
    void findsClipsWeightsByTheEnvironment() {
        Path weights = folder.resolve("clip.safetensors");
        Safetensors.write(weights, new TinyClip(Precision.F32, 0.1).of(64, 2, 2, 1, 32, 5));
        Map<String, String> environment = Map.of(SemanticEncoders.CLIP_WEIGHTS, weights.toString());

        try (SemanticEncoder clip = SemanticEncoders.open("clip", Optional.empty(), engine, environment::get)) {
            assertThat(clip.dimension()).isEqualTo(5);
        }
    }

    @Test
    void refusesWeightsForTheFaceDescriptor() {
        assertThatThrownBy(() -> SemanticEncoders.open("faceres", Optional.of(Path.of("a.safetensors")), engine))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The encoder faceres comes with its weights: leave a.safetensors out.");
    }

    @Test
    void refusesAMissingFileOfWeights() {
        Path missing = folder.resolve("none.safetensors");

        assertThatThrownBy(() -> SemanticEncoders.open("clip", Optional.of(missing), engine))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(missing + " is missing.");
    }

    @Test
    void refusesAFileThatHoldsNoWeights() throws Exception {
        Path letter = Files.writeString(folder.resolve("letter.safetensors"), "Dear reader, this is a letter.");

        assertThatThrownBy(() -> SemanticEncoders.open("heads", Optional.of(letter), engine))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("letter.safetensors is no safetensors file");
    }

    @Test
    void refusesAnotherNetworkForHeads() {
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, Map.of("conv0.weight", StoredTensor.of(new float[4], 4)));

        assertThatThrownBy(() -> SemanticEncoders.open("heads", Optional.of(other), engine))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("other.safetensors does not hold a head descriptor: The weight 'conv0.weight' has the shape"
                        + " [4], but this network needs [24, 3, 3, 3].");
    }
}
