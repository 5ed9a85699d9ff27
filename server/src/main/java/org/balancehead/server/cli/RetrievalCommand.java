package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.image.UnreadableImageException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.semantic.EncoderEvaluation;
import org.balancehead.model.training.semantic.Retrieval;
import org.balancehead.model.training.semantic.TraitPrediction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset retrieval}: how good a semantic encoder is on synthetic heads. */
@Command(
        name = "retrieval",
        mixinStandardHelpOptions = true,
        description = {
            "Judges a semantic encoder on synthetic heads: whether it finds a head among all others by an altered",
            "frontal picture, and how much of what is known of heads a linear map tells from its features."
        })
final class RetrievalCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "heads to seek, held out")
    private Path data;

    @Option(
            names = "--among",
            paramLabel = "DIR",
            description = "more heads to tell them apart from; the map to traits is learnt on these")
    private Optional<Path> among = Optional.empty();

    @Option(names = "--threads", defaultValue = "1", description = "CPU threads (default ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "where to write the figures, too")
    private @Nullable Path json;

    @Mixin
    private SemanticEncoderOption encoder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw new BadInputException("--threads %d is out of range: give 1 or more.".formatted(threads));
        }
        TensorEngine.useThreads(threads);
        EncoderEvaluation figures = figures();
        PrintWriter out = spec.commandLine().getOut();
        print(out, figures.retrieval());
        figures.traits().ifPresent(traits -> print(out, traits));
        out.flush();
        if (json != null) {
            Map<String, Object> written = new LinkedHashMap<>();
            written.put("retrieval", figures.retrieval());
            figures.traits().ifPresent(traits -> written.put("traits", traits));
            new JsonFile(json).write(written);
        }
        return 0;
    }

    private EncoderEvaluation figures() throws IOException {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "identities");
        try (TensorEngine engine = TensorEngine.onCpu();
                SemanticEncoder opened = encoder.open(engine)) {
            return EncoderEvaluation.of(opened, data, among, progress::show);
        } catch (UnusableDatasetException | UnreadableImageException | IllegalArgumentException unusable) {
            throw new BadInputException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static void print(PrintWriter out, Retrieval retrieval) {
        out.println("%d altered pictures among %d heads: first %.1f %%, first five %.1f %%, median rank %.1f"
                .formatted(
                        retrieval.queries(),
                        retrieval.gallery(),
                        100 * retrieval.first(),
                        100 * retrieval.firstFive(),
                        retrieval.medianRank()));
    }

    private static void print(PrintWriter out, TraitPrediction traits) {
        traits.facts().forEach((fact, share) -> out.println("%-12s R² %5.2f".formatted(fact, share)));
        out.println("%-12s R² %5.2f, the mean over its sliders".formatted("shape", traits.shape()));
        traits.kinds()
                .forEach((kind, share) -> out.println("%-12s %5.1f %% right, the commonest %.1f %%"
                        .formatted(kind, 100 * share, 100 * traits.commonest().getOrDefault(kind, 0.0))));
    }
}
