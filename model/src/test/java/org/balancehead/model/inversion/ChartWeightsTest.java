package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChartWeightsTest {
    private static final ChartPreset PRESET = ChartPreset.load("miniature");
    private static final int HEADS = 3;
    private TensorEngine engine;
    private ParameterMap weights;

    @BeforeEach
    void start() {
        engine = TensorEngine.onCpu();
        weights = new ParameterMap(engine);
        Random random = new Random(1);
        ChartGenerator.initialise(PRESET, weights, random);
        HeadEncoder.initialise(PRESET, weights, random);
        zeros(LinearChart.MEAN, LinearChart.meanShape(PRESET));
        zeros(LinearChart.BASIS, LinearChart.basisShape(PRESET));
        int inputs = 4 * HeadEncoder.SMALL * HeadEncoder.SMALL;
        zeros("encoder.mean", inputs);
        zeros("encoder.linear", inputs, PRESET.wDimension());
        zeros(HeadGallery.W, HEADS, PRESET.wDimension());
        zeros(HeadGallery.FRONTS, PRESET.wDimension() + 1, HeadGallery.FRONT);
        zeros(HeadGallery.PEOPLE, HEADS, 2);
    }

    @AfterEach
    void stop() {
        weights.close();
        engine.close();
    }

    @Test
    void acceptsKnownHeadsOfAnyNumber() {
        zeros(HeadGallery.AXES, 3, ChartGenerator.CONDITION);

        ChartWeights.check(PRESET, weights, engine);
    }

    @Test
    void refusesKnownHeadsOfWhomAPartIsMissing() {
        assertThatThrownBy(() -> ChartWeights.check(PRESET, weights, engine))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("The checkpoint's known heads are not whole: the weights have no 'gallery.axes'.");
    }

    @Test
    void refusesKnownHeadsThatDoNotBelongTogether() {
        zeros(HeadGallery.AXES, 3, ChartGenerator.CONDITION);
        zeros(HeadGallery.PEOPLE, HEADS + 1, 2);

        assertThatThrownBy(() -> ChartWeights.check(PRESET, weights, engine))
                .isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("the weight 'gallery.people' has the shape [4, 2], but must have [3, 2].");
    }

    private void zeros(String name, long... shape) {
        int count = 1;
        for (long side : shape) {
            count *= (int) side;
        }
        weights.put(name, new float[count], shape);
    }
}
