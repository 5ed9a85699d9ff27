package org.balancehead.server.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.reference.ReferenceImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: a snapshot of a reference project becomes a checkpoint of ours. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Turns a training snapshot of EG3D, PanoHead, SphereHead or HyPlaneHead into a checkpoint.",
            "The pickle is read by a reader that knows only tensors and plain values; nothing in it is ever run."
        })
public final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.pkl", description = "The snapshot, or gzip of it.")
    private Path snapshot;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The checkpoint's folder; a new one.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            ReferenceImport.Summary summary = ReferenceImport.run(snapshot, out);
            spec.commandLine()
                    .getOut()
                    .println("%s holds a checkpoint of %s, %d² pictures: %,d trained numbers%s%s."
                            .formatted(
                                    out,
                                    summary.presetName(),
                                    summary.imageSide(),
                                    summary.parameters(),
                                    summary.trained() ? ", the generator as last trained" : "",
                                    summary.discriminator() ? ", the discriminator" : ""));
            return 0;
        } catch (CheckpointException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
