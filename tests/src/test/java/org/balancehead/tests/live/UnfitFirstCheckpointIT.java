package org.balancehead.tests.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointFiles;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.evaluation.QualityFloor;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.MappingSettings;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's own server, started with a whole checkpoint that is bad: it says why in a sentence, and ends. */
class UnfitFirstCheckpointIT {
    private static final Path HOME = Path.of(System.getProperty("balancehead.home"));
    private static final int BAD_INPUT = 2;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void tellTheLauncherThatAllIsBuilt() throws IOException {
        BuiltLauncher.tellThatAllIsBuilt();
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void missesATensor() throws Exception {
        Path missing = remade(Map.of(), tensors -> {
            tensors.remove("field.hidden.bias");
            return tensors;
        });

        assertThat(refusal(missing)).contains("does not fit its preset: the weights have no 'field.hidden.bias'.");
    }

    @Test
    void holdsWhatIsNoNumberOnBothOfTwoDevices() throws Exception {
        Path blind = remade(Map.of(), tensors -> {
            StoredTensor weight = requireNonNull(tensors.get("field.out.weight"));
            float[] values = weight.values().clone();
            values[5] = Float.NaN;
            tensors.put("field.out.weight", new StoredTensor(weight.precision(), weight.shape(), values));
            return tensors;
        });

        assertThat(refusal(blind, "--device", "cpu", "--device", "cpu"))
                .contains("generator.safetensors: tensor 'field.out.weight' holds NaN");
    }

    @Test
    void hasAnotherNumberOfMappingLayersThanItsPreset() throws Exception {
        assertThat(refusal(withOneMappingLayerTooMany())).contains("does not fit its preset: The weights have no '");
    }

    @Test
    void cannotDrawTheHeadThatItsFloorIsMeasuredBy() throws Exception {
        Path mute = remade(good().manifest().metrics(), tensors -> {
            tensors.remove("conditions");
            return tensors;
        });

        assertThat(refusal(mute)).contains("cannot draw heads of nobody: the weights have no 'conditions'.");
    }

    @Test
    void isBelowItsFloor() throws Exception {
        Path ambitious = remade(Map.of(QualityFloor.PSNR, 60.0), UnaryOperator.identity());

        assertThat(refusal(ambitious)).contains("It gets its golden head back with a PSNR of ");
    }

    /** Starts a server with it, and returns the sentence that it ends with. */
    private String refusal(Path checkpoint, String... options) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("balancehead").toString(), "serve"));
        command.addAll(List.of("--port", "0", "--admin-port", "0", "--checkpoint", checkpoint.toString()));
        command.addAll(List.of(options));
        ProcessBuilder launcher =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        Process server = launcher.start();
        started.add(server);

        assertThat(server.waitFor(Patience.LONG.toSeconds(), TimeUnit.SECONDS))
                .as("ended; it said: %s", Files.readString(err))
                .isTrue();

        List<String> said = Files.readAllLines(err);
        assertThat(server.exitValue()).as(String.join("\n", said)).isEqualTo(BAD_INPUT);
        assertThat(Files.readString(out)).isEmpty();
        assertThat(said).noneMatch(line -> line.contains("BalanceHead is at") || line.contains("Operators deploy"));
        assertThat(said).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
        assertThat(said).noneMatch(line -> line.contains("restarts in"));
        assertThat(said).filteredOn(line -> line.contains("cannot be served")).hasSize(1);
        String last = said.get(said.size() - 1);
        assertThat(last)
                .startsWith(checkpoint + " cannot be served: ")
                .endsWith("Name another checkpoint (--checkpoint), or make this one anew.");
        return last;
    }

    private static Checkpoint good() {
        return Checkpoint.open(
                CheckpointRepository.of(HOME.resolve("checkpoints")).resolve("default"));
    }

    /** The default checkpoint with right checksums, but a generator and metrics that are others. */
    private Path remade(Map<String, Double> metrics, UnaryOperator<Map<String, StoredTensor>> change) {
        return RemadeCheckpoint.of(good(), folder.resolve("remade"), metrics, change);
    }

    /** The tiny generator with random weights, whose preset says one mapping layer more than there is. */
    private Path withOneMappingLayerTooMany() {
        GeneratorPreset tiny = GeneratorPreset.bundled("tiny");
        MappingSettings m = tiny.mapping();
        GeneratorPreset deeper = new GeneratorPreset(
                new MappingSettings(m.latent(), m.condition(), m.conditionScale(), m.width(), m.layers() + 1, m.rate()),
                tiny.cameraShift(),
                tiny.synthesis(),
                tiny.planes(),
                tiny.rendering(),
                tiny.background(),
                tiny.superResolution(),
                tiny.discriminator());
        Path target = folder.resolve("deeper");
        try (TensorEngine engine = TensorEngine.onCpu();
                ParameterMap drawn = new HeadGenerator(tiny).layout().draw(engine, new Random(1));
                CheckpointWriter writer = CheckpointWriter.begin(target)) {
            writer.text(CheckpointFiles.PRESET, deeper.text());
            writer.tensors(CheckpointFiles.GENERATOR, Weights.store(drawn));
            writer.publish(Manifest.of("tiny", "1", "tiny", good().manifest().condition(), Map.of(), Map.of(), null));
        }
        return target;
    }
}
