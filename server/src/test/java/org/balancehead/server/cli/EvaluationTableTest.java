package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.balancehead.model.evaluation.Estimate;
import org.junit.jupiter.api.Test;

class EvaluationTableTest {
    private static final EvaluationTable TABLE = new EvaluationTable(
            "faceres",
            List.of(
                    new EvaluationTable.Row(
                            "views",
                            "view",
                            Map.of(
                                    "fidFront_faceres", new Estimate(10.254, 0.5),
                                    "fidRandom_faceres", new Estimate(30, 1),
                                    "fidRandomOwnView_faceres", new Estimate(12, 0.25),
                                    "fidFront_inception", new Estimate(77, 0))),
                    new EvaluationTable.Row("the data", "–", Map.of("identity60", new Estimate(0.8125, 0)))));

    @Test
    void showsTheFiguresOfOneFeatureSpaceThatAnyRowHasInAlignedColumns() {
        assertThat(TABLE.text()).isEqualTo("""
                        checkpoint  condition  FID-front     FID-random    FID-random (own view)  identity ±60°
                        views       view       10.25 ± 0.50  30.00 ± 1.00  12.00 ± 0.25           –
                        the data    –          –             –             –                      0.81
                        """);
    }

    @Test
    void writesTheSameAsMarkdown() {
        assertThat(TABLE.markdown()).isEqualTo("""
                        | checkpoint | condition | FID-front | FID-random | FID-random (own view) | identity ±60° |
                        |---|---|---|---|---|---|
                        | views | view | 10.25 ± 0.50 | 30.00 ± 1.00 | 12.00 ± 0.25 | – |
                        | the data | – | – | – | – | 0.81 |
                        """);
    }
}
