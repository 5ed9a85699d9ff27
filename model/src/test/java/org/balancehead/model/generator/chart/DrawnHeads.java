package org.balancehead.model.generator.chart;

import java.util.Random;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/**
 * Heads drawn at random, with nose and shoulders, in coloured waves, that residual planes shift by some millimetres.
 */
final class DrawnHeads implements AutoCloseable {
    static final ChartPreset PRESET = ChartPreset.load("compact");

    private final ParameterMap weights;
    private int drawn;

    DrawnHeads(TensorEngine engine) {
        weights = new ParameterMap(engine);
        Random random = new Random(1);
        ChartField.initialise(PRESET, weights, random);
        int outputs = ChartPreset.MAP_CHANNELS + PRESET.fieldFeatures();
        float[] last = new float[outputs * PRESET.fieldHidden()];
        for (int i = 0; i < last.length; i++) {
            last[i] = (float) (0.1 * random.nextGaussian());
        }
        weights.put("field.out.weight", last, outputs, PRESET.fieldHidden());
    }

    /** The weights of a field whose last layer is not zero. */
    ParameterMap weights() {
        return weights;
    }

    ChartField field() {
        return new ChartField(weights, PRESET.shellSoftness(), PRESET.peakDensity());
    }

    /** One more head; it lives as long as the weights. */
    ChartHead draw() {
        String name = "head" + drawn++;
        Random random = new Random(drawn);
        int width = PRESET.mapWidth();
        int height = PRESET.mapHeight();
        double phase = random.nextDouble() * 6;
        float[] map = new float[ChartPreset.MAP_CHANNELS * width * height];
        for (int i = 0; i < width * height; i++) {
            double u = (i % width + 0.5) / width * 2 - 1;
            int row = i / width;
            double v = (row + 0.5) / height * 2 - 1;
            double nose = 0.05 * Math.exp(-90 * u * u - 60 * (v - 0.1) * (v - 0.1));
            double shoulders = 0.35 / (1 + Math.exp(-7 * (v - 0.75)));
            map[i] = (float) (0.17 + nose + shoulders + 0.01 * Math.sin(3 * Math.PI * u + phase));
            for (int c = 1; c < ChartPreset.MAP_CHANNELS; c++) {
                double wave = Math.sin(Math.PI * u * c + phase) * Math.cos((c + 3) * v);
                map[c * width * height + i] = (float) (0.5 + 0.3 * wave);
            }
        }
        weights.put(name + ".map", map, 1, ChartPreset.MAP_CHANNELS, height, width);
        int side = PRESET.planeSize();
        new WeightDraw(weights, random).smooth(name + ".planes", 3, PRESET.planeChannels(), side, 8, 1);
        return new ChartHead(
                weights.get(name + ".map"), weights.get(name + ".planes").expandDims(0));
    }

    @Override
    public void close() {
        weights.close();
    }
}
