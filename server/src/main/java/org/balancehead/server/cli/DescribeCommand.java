package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.dataset.SemanticFeatures;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.semantic.FrontalFeatures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset describe}: the semantic condition of each identity, beside the pictures. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = {
            "Encodes the frontal picture of every identity and writes semantic.npy and semantic.json into the dataset.",
            "Features of another encoder that are there are replaced."
        })
final class DescribeCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR|ZIP", description = "the dataset's folder or zip")
    private Path data;

    @Mixin
    private SemanticEncoderOption encoder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "identities");
        try (TensorEngine engine = TensorEngine.onCpu();
                SemanticEncoder opened = encoder.open(engine)) {
            SemanticFeatures features = FrontalFeatures.of(data, opened, progress::show);
            features.write(data);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%d identities described by %s, %d numbers each: %s.%n",
                            features.identities().size(),
                            features.encoder(),
                            features.dimension(),
                            HeadDataset.sideFolder(data).resolve("semantic.npy"));
        } catch (UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }
}
