package org.balancehead.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.balancehead.model.evaluation.Estimate;

/** What {@code evaluate} found, as people and as programs read it. */
final class EvaluationReport {
    private final Path data;
    private final Map<String, Map<String, Double>> people = new LinkedHashMap<>();
    private final List<EvaluationTable.Row> heads = new ArrayList<>();
    private List<String> spaces = List.of();
    private String how = "";

    EvaluationReport(Path data) {
        this.data = data;
    }

    /**
     * One figure, for programs.
     *
     * @param unit {@code dB}, or nothing
     * @param spread standard deviation of a single draw
     */
    record Figure(String checkpoint, String name, double value, String unit, double spread) {}

    /**
     * All figures, for programs.
     *
     * @param how the heads were drawn, for people
     */
    record Figures(String data, String how, List<Figure> figures) {}

    /** Adds a checkpoint's figures of the data's people. */
    void addPeople(String checkpoint, Map<String, Double> figures) {
        people.put(checkpoint, figures);
    }

    /** Adds a row of figures of drawn heads. */
    void addHeads(EvaluationTable.Row row) {
        heads.add(row);
    }

    /** Says how the heads were drawn. */
    void describe(List<String> featureSpaces, int references, int number, int draws) {
        spaces = featureSpaces;
        how = "%d heads a draw, %d %s (mean ± standard deviation of a draw), against %d identities of %s"
                .formatted(number, draws, draws == 1 ? "draw" : "draws", references, data);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        people.forEach((checkpoint, figures) -> {
            text.append(checkpoint).append(":\n");
            figures.forEach((name, value) -> text.append("%-28s %6.2f %s%n".formatted(name, value, unit(name))));
        });
        return text + tables(EvaluationTable::text);
    }

    String markdown() {
        return tables(EvaluationTable::markdown);
    }

    private String tables(Function<EvaluationTable, String> form) {
        StringBuilder tables = new StringBuilder();
        for (String space : spaces) {
            tables.append("\nFeatures '%s': %s.%n%n".formatted(space, how));
            tables.append(form.apply(new EvaluationTable(space, heads)));
        }
        return tables.toString();
    }

    Figures figures() {
        List<Figure> all = new ArrayList<>();
        people.forEach((checkpoint, figures) ->
                figures.forEach((name, value) -> all.add(new Figure(checkpoint, name, value, unit(name), 0))));
        for (EvaluationTable.Row row : heads) {
            for (Map.Entry<String, Estimate> figure : row.figures().entrySet()) {
                Estimate estimate = figure.getValue();
                all.add(new Figure(row.name(), figure.getKey(), estimate.mean(), "", estimate.deviation()));
            }
        }
        return new Figures(data.toString(), how, all);
    }

    private static String unit(String figure) {
        return figure.contains("Psnr") ? "dB" : "";
    }
}
