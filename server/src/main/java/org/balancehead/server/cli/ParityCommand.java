package org.balancehead.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.parity.Parity;
import org.balancehead.model.parity.ParityRow;
import org.balancehead.model.parity.UnusableFixtureException;
import org.balancehead.model.tensor.TensorEngine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parity}: our numbers against those of a reference project, stage by stage. Exit code 1 where they differ. */
@Command(
        name = "parity",
        mixinStandardHelpOptions = true,
        description = {
            "Compares every stage with a fixture folder of a reference project, and exits 1 where one is off.",
            "The folder holds small.pkl or small.pkl.gz, config.json, io.npz, gradients.npz and gradients.json."
        })
public final class ParityCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "The fixture folder.")
    private Path folder;

    @Mixin
    private DeviceOption device;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<ParityRow> rows = rows();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-48s %12s %10s%n", "stage", "difference", "tolerance");
        for (ParityRow row : rows) {
            String verdict = row.agrees() ? "" : "  exceeded";
            out.printf(Locale.ROOT, "%-48s %12.2e %10.0e%s%n", row.stage(), row.difference(), row.tolerance(), verdict);
        }
        long off = rows.stream().filter(row -> !row.agrees()).count();
        out.println(
                off == 0
                        ? "All %d stages agree.".formatted(rows.size())
                        : "%d of %d stages are off.".formatted(off, rows.size()));
        out.flush();
        return off == 0 ? 0 : 1;
    }

    private List<ParityRow> rows() {
        try (TensorEngine engine = TensorEngine.on(device.name())) {
            return Parity.compare(folder, engine);
        } catch (UnusableFixtureException | CheckpointException | IllegalArgumentException e) { // the last: no device
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
