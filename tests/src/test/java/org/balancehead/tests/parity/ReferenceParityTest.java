package org.balancehead.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.balancehead.model.parity.Parity;
import org.balancehead.model.parity.ParityRow;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every stage of the four reference architectures agrees with numbers that their published code made of random weights
 * (torch 1.13, CPU; jitter and quantiles in their middles), imported from the snapshots that it wrote.
 */
class ReferenceParityTest {
    private static TensorEngine engine;

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eg3d", "panohead", "spherehead", "hyplanehead"})
    void agreesWithinToleranceInEveryStage(String model) {
        List<ParityRow> rows = Parity.compare(Fixtures.file(model), engine);

        assertThat(rows).hasSizeGreaterThan(60).allMatch(ParityRow::agrees);
    }
}
