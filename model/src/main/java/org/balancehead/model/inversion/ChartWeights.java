package org.balancehead.model.inversion;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/** The shapes that the weights of a chart model must have. */
final class ChartWeights {
    private ChartWeights() {}

    /**
     * Compares weights with what the networks of a preset begin with. The mapping network may be missing, since nobody
     * is inverted by it.
     *
     * @throws CheckpointException when one is missing or of another shape; names the first
     */
    static void check(ChartPreset preset, ParameterMap weights, TensorEngine engine) {
        expected(preset, engine).forEach((name, shape) -> {
            if (!weights.has(name)) {
                throw new CheckpointException(
                        "The checkpoint does not fit its preset: the weights have no '%s'.".formatted(name));
            }
            requireShape(weights, name, shape);
        });
        mapping(preset).shapes().forEach((name, shape) -> {
            if (weights.has(name)) {
                requireShape(weights, name, shape);
            }
        });
        if (weights.has(HeadGallery.W)) {
            checkGallery(preset, weights);
        }
    }

    private static void checkGallery(ChartPreset preset, ParameterMap weights) {
        long heads = weights.get(HeadGallery.W).getShape().get(0);
        Stream.of(HeadGallery.FRONTS, HeadGallery.PEOPLE, HeadGallery.AXES)
                .filter(name -> !weights.has(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CheckpointException(
                            "The checkpoint's known heads are not whole: the weights have no '%s'.".formatted(name));
                });
        long axes = weights.get(HeadGallery.AXES).getShape().get(0) - 1;
        requireShape(weights, HeadGallery.W, new long[] {heads, preset.wDimension()});
        requireShape(weights, HeadGallery.FRONTS, new long[] {preset.wDimension() + 1, HeadGallery.FRONT});
        requireShape(weights, HeadGallery.PEOPLE, new long[] {heads, axes});
        requireShape(weights, HeadGallery.AXES, new long[] {axes + 1, ChartGenerator.CONDITION});
    }

    /**
     * Looks for what heads of nobody are drawn by: the mapping network, and conditions of the training.
     *
     * @throws CheckpointException when something of it is missing; names the first
     */
    static void requireDrawing(ChartPreset preset, ParameterMap weights) {
        Stream.concat(mapping(preset).names().stream(), Stream.of(ChartGenerator.CONDITIONS))
                .filter(name -> !weights.has(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CheckpointException(
                            "The checkpoint cannot draw heads of nobody: the weights have no '%s'.".formatted(name));
                });
    }

    private static ParameterLayout mapping(ChartPreset preset) {
        ParameterLayout mapping = new ParameterLayout();
        ChartGenerator.mapping(preset).describe(mapping);
        return mapping;
    }

    private static void requireShape(ParameterMap weights, String name, long[] shape) {
        long[] found = weights.get(name).getShape().getShape();
        if (!Arrays.equals(found, shape)) {
            throw new CheckpointException(
                    "The checkpoint does not fit its preset: the weight '%s' has the shape %s, but must have %s."
                            .formatted(name, Arrays.toString(found), Arrays.toString(shape)));
        }
    }

    private static Map<String, long[]> expected(ChartPreset preset, TensorEngine engine) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        try (ParameterMap drawn = new ParameterMap(engine)) {
            Random any = new Random(0);
            ChartGenerator.initialise(preset, drawn, any);
            HeadEncoder.initialise(preset, drawn, any);
            drawn.names()
                    .forEach(name -> shapes.put(name, drawn.get(name).getShape().getShape()));
        }
        shapes.put(LinearChart.MEAN, LinearChart.meanShape(preset));
        shapes.put(LinearChart.BASIS, LinearChart.basisShape(preset));
        long small = 4L * HeadEncoder.SMALL * HeadEncoder.SMALL;
        shapes.put("encoder.mean", new long[] {small});
        shapes.put("encoder.linear", new long[] {small, preset.wDimension()});
        return shapes;
    }
}
