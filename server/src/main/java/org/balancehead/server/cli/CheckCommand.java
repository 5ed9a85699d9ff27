package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.balancehead.model.dataset.DatasetCheck;
import org.balancehead.model.dataset.DatasetReport;
import org.balancehead.model.dataset.UnusableDatasetException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset check}: says what a dataset holds, or what is wrong with which file. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at every label and picture of a dataset in EG3D's form and says what is wrong with which file.",
            "Exit code 0 when it can be used, 2 when not."
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR|ZIP", description = "the dataset's folder, or its zip")
    private Path dataset;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DatasetReport report = report();
        PrintWriter console = spec.commandLine().getOut();
        report.troubles().forEach(console::println);
        if (!report.usable()) {
            console.printf(
                    "%s cannot be used: %d troubles in %d pictures%s.%n",
                    dataset,
                    report.troubleCount(),
                    report.pictures(),
                    report.troubleCount() > report.troubles().size() ? "; the first ones are above" : "");
            console.flush();
            return 2;
        }
        console.printf(
                "%s can be used: %d pictures of %d identities, %d×%d; %s; %s.%n",
                dataset,
                report.pictures(),
                report.identities(),
                report.size(),
                report.size(),
                shapes(report),
                report.semantic().isEmpty() ? "no semantic.npy" : "semantic.npy (" + report.semantic() + ")");
        console.printf("Seen %s.%n", report.directions().inWords());
        if (Integer.bitCount(report.size()) != 1) {
            console.printf("%d is no power of two: a discriminator cannot be trained on it.%n", report.size());
        }
        console.flush();
        return 0;
    }

    private DatasetReport report() {
        ProgressLine progress = new ProgressLine(spec.commandLine().getErr(), "views");
        try {
            return DatasetCheck.run(dataset, progress::show);
        } catch (UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new BadInputException("%s cannot be read: %s.".formatted(dataset, e.getMessage()), e);
        }
    }

    private static String shapes(DatasetReport report) {
        if (report.masks() && report.depths()) {
            return "masks and depths";
        }
        if (report.masks()) {
            return "masks, no depths";
        }
        return report.depths() ? "depths, no masks" : "no masks, no depths";
    }
}
