package org.balancehead.server.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.balancehead.model.evaluation.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The paper's table: a row for each checkpoint, a column for each figure that at least one of them has.
 *
 * @param space the feature space whose figures are shown
 */
record EvaluationTable(String space, List<Row> rows) {
    private static final List<Column> COLUMNS = List.of(
            new Column("FID-front", "fidFront_%s", 2),
            new Column("FID-random", "fidRandom_%s", 2),
            new Column("bias", "bias_%s", 2),
            new Column("FID-random (own view)", "fidRandomOwnView_%s", 2),
            new Column("diversity front", "diversityFront_%s", 2),
            new Column("diversity random", "diversityRandom_%s", 2),
            new Column("identity ±30°", "identity30", 2),
            new Column("identity ±60°", "identity60", 2),
            new Column("identity ±90°", "identity90", 2),
            new Column("told apart", "toldApart", 2),
            new Column("told apart (own)", "toldApartOwn", 2));

    /**
     * A checkpoint's figures by name.
     *
     * @param condition what its generator is told
     */
    record Row(String name, String condition, Map<String, Estimate> figures) {}

    private record Column(String title, String figure, int decimals) {
        @Nullable
        Estimate of(Row row, String space) {
            return row.figures().get(figure.formatted(space));
        }

        String cell(Row row, String space) {
            Estimate estimate = of(row, space);
            if (estimate == null) {
                return "–";
            }
            String mean = String.format(Locale.ROOT, "%." + decimals + "f", estimate.mean());
            return estimate.deviation() == 0
                    ? mean
                    : mean + String.format(Locale.ROOT, " ± %." + decimals + "f", estimate.deviation());
        }
    }

    /** In columns of equal width. */
    String text() {
        List<List<String>> cells = cells();
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < cells.get(0).size(); column++) {
            int at = column;
            widths.add(Collections.max(
                    cells.stream().map(row -> row.get(at).length()).toList()));
        }
        return cells.stream().map(row -> padded(row, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String padded(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
        }
        return line.toString().stripTrailing();
    }

    /** For a document. */
    String markdown() {
        List<List<String>> cells = cells();
        List<String> lines = new ArrayList<>();
        for (List<String> row : cells) {
            lines.add("| " + String.join(" | ", row) + " |");
        }
        lines.add(1, "|" + "---|".repeat(cells.get(0).size()));
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private List<List<String>> cells() {
        List<Column> shown = COLUMNS.stream()
                .filter(column -> rows.stream().anyMatch(row -> column.of(row, space) != null))
                .toList();
        List<List<String>> cells = new ArrayList<>();
        List<String> titles = new ArrayList<>(List.of("checkpoint", "condition"));
        shown.forEach(column -> titles.add(column.title()));
        cells.add(titles);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(List.of(row.name(), row.condition()));
            shown.forEach(column -> line.add(column.cell(row, space)));
            cells.add(line);
        }
        return cells;
    }
}
