package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.plot.LinePlot;
import org.balancehead.model.plot.Panel;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.load.LoadComparison;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadPlots;
import org.balancehead.server.load.LoadReport;
import org.balancehead.server.load.LoadRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load}: many visitors at a time over real sockets, and what they see. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Lets many visitors play a clip to a server and tells what they see: percentiles, shares, drops, memory.",
            "Without --url it starts a server of its own in the same process, with the given checkpoint and settings."
        })
public final class LoadCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Mixin
    private VisitorsOption visitors;

    @Mixin
    private LoadTargetOption target;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private @Nullable Path json;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draw there (PNG) what was seen over the time, or over the numbers of --sessions.")
    private @Nullable Path plot;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "An earlier run's --json of this machine: say what got worse by more than 25 %%, and end"
                    + " with 1 when anything did.")
    private @Nullable Path against;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<LoadPlan> plans = visitors.plans();
        Optional<LoadTarget> running = target.running();
        Optional<LoadReport> earlier = Optional.ofNullable(against).map(LoadCommand::read);
        Machine machine = machine();
        earlier.ifPresent(run -> checkComparable(run, machine, plans, running.isEmpty()));
        EncodedClip frames = visitors.frames();
        List<LoadReport> reports = new ArrayList<>();
        int most = plans.stream().mapToInt(LoadPlan::sessions).max().orElseThrow();
        try (LoadTarget loaded = running.orElseGet(() -> target.start(most))) {
            for (LoadPlan plan : plans) {
                reports.add(measure(plan, loaded, frames, machine));
            }
        }
        LoadReport first = reports.get(0);
        boolean single = reports.size() == 1;
        (single ? new LoadTable(first).lines() : new LoadSweepTable(reports).lines()).forEach(this::print);
        if (json != null) {
            new JsonFile(json).write(single ? first : reports);
        }
        if (plot != null) {
            draw(plot, single ? LoadPlots.overTime(first) : LoadPlots.overSessions(reports));
        }
        return earlier.isEmpty() || isAsGood(earlier.get(), first) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static Machine machine() {
        try (TensorEngine engine = TensorEngine.onCpu()) {
            return Machine.with(engine);
        }
    }

    private static void checkComparable(LoadReport earlier, Machine machine, List<LoadPlan> plans, boolean own) {
        if (plans.size() > 1) {
            throw new BadInputException("--against compares one load: give one number of --sessions.");
        }
        LoadComparison.whyNot(earlier, machine, plans.get(0), own).ifPresent(why -> {
            throw new BadInputException(why);
        });
    }

    private static LoadReport read(Path file) {
        try {
            return JSON.readValue(file.toFile(), LoadReport.class);
        } catch (IOException | RuntimeException unreadable) {
            throw new BadInputException(
                    "%s is no report of a load: give a file that 'load --json' wrote.".formatted(file), unreadable);
        }
    }

    private LoadReport measure(LoadPlan plan, LoadTarget loaded, EncodedClip frames, Machine machine)
            throws InterruptedException {
        LoadConsole console = new LoadConsole(spec.commandLine().getErr(), Terminal.isWatched(), plan);
        LoadRun run = new LoadRun(plan, loaded.stream(), frames, console);
        if (!run.awaitReady(loaded.patience())) {
            throw new UnreachableServerException(
                    "No server that is ready answers at %s: start one with './balancehead serve'."
                            .formatted(loaded.stream()));
        }
        Path home = Path.of(System.getProperty("balancehead.home", "."));
        return run.run(machine, SourceCommit.of(home), loaded.name());
    }

    private static void draw(Path file, List<Panel> panels) {
        if (panels.isEmpty()) {
            throw new BadInputException("Nobody saw a view, so that --plot %s has nothing to show.".formatted(file));
        }
        new ResultFile(file).write(ImageFiles.toPng(LinePlot.draw(panels)));
    }

    private boolean isAsGood(LoadReport earlier, LoadReport now) {
        List<LoadComparison.Worse> worse = LoadComparison.between(earlier, now);
        worse.forEach(one -> print(LoadTable.words(one)));
        if (worse.isEmpty()) {
            print("Nothing is worse by more than 25 % than at commit " + earlier.commit() + ".");
        }
        return worse.isEmpty();
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
