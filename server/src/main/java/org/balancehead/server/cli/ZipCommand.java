package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.dataset.DatasetZip;
import org.balancehead.model.dataset.UnusableDatasetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset zip}: one file of a dataset's folder. */
@Command(
        name = "zip",
        mixinStandardHelpOptions = true,
        description = "Writes a dataset as one zip as EG3D reads it: labels and pictures at the root.")
final class ZipCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "the dataset's folder")
    private Path dataset;

    @Parameters(index = "1", paramLabel = "ZIP", description = "the file to write")
    private Path zip;

    @Option(names = "--all", description = "masks and depths, too, in the folder's layout, which EG3D does not read")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "views");
        try {
            DatasetZip.write(dataset, zip, all, progress::show);
        } catch (UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BadInputException(
                    "%s could not be written (%s): check the folder and the disk.".formatted(zip, e.getMessage()), e);
        }
        PrintWriter console = spec.commandLine().getOut();
        console.printf("%s is written.%n", zip);
        console.flush();
        return 0;
    }
}
