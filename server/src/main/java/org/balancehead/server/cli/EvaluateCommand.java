package org.balancehead.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.balancehead.model.evaluation.EvaluationProgress;
import org.balancehead.model.evaluation.GenerationEvaluation;
import org.balancehead.model.evaluation.GenerationSettings;
import org.balancehead.model.training.CheckpointEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code evaluate}: how well checkpoints show unseen identities from all around, and how good the heads are that they
 * draw.
 */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures checkpoints on a dataset of identities they were not trained on:",
            "PSNR of its people by yaw and resolution, from their frontal picture alone; and of drawn heads",
            "FID-front, FID-random, diversity, and whether they stay the same person as they turn."
        })
public final class EvaluateCommand implements Callable<Integer> {
    /** What can be measured alone. */
    enum Part {
        PSNR,
        FID
    }

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            defaultValue = CheckpointRepository.DEFAULT,
            description = "A checkpoint's name or folder, as often as there are any (default ${DEFAULT-VALUE}).")
    private List<String> checkpoints;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "A dataset of held-out identities.")
    private Path data;

    @Option(
            names = "--only",
            paramLabel = "PART",
            description = "psnr: of the data's people alone; fid: of drawn heads alone (default: both).")
    private @Nullable Part only;

    @Option(
            names = "--identities",
            paramLabel = "N",
            defaultValue = "32",
            description = "People whose frontal picture the encoder is shown (default ${DEFAULT-VALUE}).")
    private int identities;

    @Option(
            names = "--inversions",
            paramLabel = "N",
            defaultValue = "8",
            description = "People who are inverted to the end, seconds each (default ${DEFAULT-VALUE}; 0 for none).")
    private int inversions;

    @Option(
            names = "--heads",
            paramLabel = "N",
            defaultValue = "512",
            description = "Heads drawn for one FID, which depends on it (default ${DEFAULT-VALUE}).")
    private int heads;

    @Option(
            names = "--draws",
            paramLabel = "R",
            defaultValue = "3",
            description = "How often the heads are drawn anew (default ${DEFAULT-VALUE}).")
    private int draws;

    @Option(
            names = "--inception",
            paramLabel = "FILE",
            description = "A TorchScript feature network, such as StyleGAN's inception-2015-12-05.pt, used as well.")
    private @Nullable Path inception;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, …: where heads are drawn (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures, too.")
    private @Nullable Path json;

    @Option(names = "--table", paramLabel = "FILE.md", description = "Where to write the tables as Markdown, too.")
    private @Nullable Path table;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        refuseBelow(1, "--identities", identities);
        refuseBelow(0, "--inversions", inversions);
        Map<String, Path> folders = new LinkedHashMap<>();
        checkpoints.forEach(name -> folders.put(name, CheckpointOption.folder(name)));
        EvaluationReport report = new EvaluationReport(data);
        try {
            if (only != Part.FID) {
                measurePeople(folders, report);
            }
            if (only != Part.PSNR) {
                measureHeads(folders, report);
            }
        } catch (CheckpointException | UnusableDatasetException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        write(report);
        return 0;
    }

    private static void refuseBelow(int least, String option, int given) {
        if (given < least) {
            throw new BadInputException("%s %d is out of range: give %d or more.".formatted(option, given, least));
        }
    }

    private void measurePeople(Map<String, Path> folders, EvaluationReport report) throws IOException {
        EvaluationProgress progress =
                new EvaluationProgressLine(spec.commandLine().getErr());
        for (Map.Entry<String, Path> checkpoint : folders.entrySet()) {
            report.addPeople(
                    checkpoint.getKey(),
                    CheckpointEvaluation.figures(checkpoint.getValue(), data, identities, inversions, progress));
        }
    }

    private void measureHeads(Map<String, Path> folders, EvaluationReport report) throws IOException {
        try (GenerationEvaluation evaluation = open()) {
            for (Map.Entry<String, Path> checkpoint : folders.entrySet()) {
                Path folder = checkpoint.getValue();
                String condition =
                        Checkpoint.open(folder).manifest().condition().kind();
                report.addHeads(new EvaluationTable.Row(checkpoint.getKey(), condition, evaluation.measure(folder)));
            }
            evaluation
                    .dataFigures()
                    .forEach((side, figures) ->
                            report.addHeads(new EvaluationTable.Row("the data, %d²".formatted(side), "–", figures)));
            report.describe(evaluation.spaces(), evaluation.references(), heads, draws);
        }
    }

    private GenerationEvaluation open() throws IOException {
        try {
            return GenerationEvaluation.open(
                    data,
                    new GenerationSettings(heads, draws),
                    Optional.ofNullable(inception),
                    device,
                    new EvaluationProgressLine(spec.commandLine().getErr()));
        } catch (IllegalArgumentException e) { // settings, network or device
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private void write(EvaluationReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(report.text());
        out.flush();
        if (json != null) {
            new JsonFile(json).write(report.figures());
        }
        if (table != null) {
            new ResultFile(table).write(report.markdown().getBytes(StandardCharsets.UTF_8));
        }
    }
}
