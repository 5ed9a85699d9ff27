package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.dataset.statistics.DatasetStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset statistics}: a page about what a dataset holds. */
@Command(
        name = "statistics",
        mixinStandardHelpOptions = true,
        description = "Counts views and identities of a dataset: statistics.html and statistics.json beside its data.")
final class StatisticsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR|ZIP", description = "the dataset's folder, or its zip")
    private Path dataset;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path page;
        try {
            page = DatasetStatistics.write(dataset);
        } catch (UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BadInputException(
                    "The statistics of %s could not be written (%s): check the folder and the disk."
                            .formatted(dataset, e.getMessage()),
                    e);
        }
        PrintWriter console = spec.commandLine().getOut();
        console.printf("See %s.%n", page);
        console.flush();
        return 0;
    }
}
