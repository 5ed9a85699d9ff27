package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.balancehead.model.generator.GeneratorPreset;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.planes.SphericalPlanes;
import org.balancehead.model.planes.TriGrid;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;

/**
 * An ellipsoid as large as a head, with smooth random features, as planes of any size: what renderers are measured on,
 * where no trained weights may be had. Random weights alone are fog, in which there is nothing to find.
 *
 * <p>The first feature is 1 − (x/a)² − (y/b)² − (z/c)², and the decoder turns what is above {@link #SURFACE} into a
 * wall; outside of the planes it is 0.
 */
public final class HeadShape {
    private static final double[] HALF_AXES = {0.22, 0.3, 0.26}; // world units
    private static final int TEXTURE = 24; // cells of the random features across a plane
    private static final float STEEPNESS = 60; // of the hidden unit that sees the surface
    private static final float DENSITY = 4; // raw density per hidden unit
    private static final float SURFACE = 0.1f;
    private static final float OUTSIDE = -8; // raw density where nothing is

    private HeadShape() {}

    /** The head's planes; background and w of the given head. */
    public static SynthesisedHead planes(GeneratorPreset preset, SynthesisedHead head, NDManager owner, long seed) {
        PlaneRepresentation planes = preset.planes();
        if (planes instanceof SphericalPlanes) {
            throw new IllegalArgumentException("There is no ellipsoid on spherical planes.");
        }
        Shape shape = head.planes().getShape();
        int side = (int) shape.get(shape.dimension() - 1);
        int slices = planes instanceof TriGrid grid ? grid.depth() : 1;
        int maps = (int) shape.get(1);
        float[] numbers = new float[Math.toIntExact(shape.size())];
        int mapSize = planes.features() * slices * side * side;
        Random random = new Random(seed);
        for (int map = 0; map < maps; map++) {
            int begin = map * mapSize;
            for (int slice = 0; slice < slices; slice++) {
                squares(numbers, begin + slice * side * side, side, map, maps, planes.boxSide() / 2);
            }
            for (int channel = slices; channel < planes.features() * slices; channel++) {
                texture(numbers, begin + channel * side * side, side, random);
            }
        }
        return new SynthesisedHead(owner.create(numbers, shape), head.background(), head.w());
    }

    /** The (x, y) map has 1 less both squares, the (x, z) map that of z, times the maps whose mean is taken. */
    private static void squares(float[] numbers, int begin, int side, int map, int maps, double half) {
        for (int row = 0; row < side && map < 2; row++) {
            for (int column = 0; column < side; column++) {
                double across = ((column + 0.5) * 2 / side - 1) * half;
                double down = ((row + 0.5) * 2 / side - 1) * half;
                double inside = map == 0
                        ? 1 - Math.pow(across / HALF_AXES[0], 2) - Math.pow(down / HALF_AXES[1], 2)
                        : -Math.pow(down / HALF_AXES[2], 2);
                numbers[begin + row * side + column] = (float) (maps * inside);
            }
        }
    }

    private static void texture(float[] numbers, int begin, int side, Random random) {
        float[] cells = new float[TEXTURE * TEXTURE];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) random.nextGaussian();
        }
        for (int row = 0; row < side; row++) {
            double y = row * (TEXTURE - 1.0) / side;
            for (int column = 0; column < side; column++) {
                double x = column * (TEXTURE - 1.0) / side;
                numbers[begin + row * side + column] = (float) between(cells, x, y);
            }
        }
    }

    private static double between(float[] cells, double x, double y) {
        int at = ((int) y) * TEXTURE + (int) x;
        double right = x - (int) x;
        double below = y - (int) y;
        double upper = cells[at] * (1 - right) + cells[at + 1] * right;
        double lower = cells[at + TEXTURE] * (1 - right) + cells[at + TEXTURE + 1] * right;
        return upper * (1 - below) + lower * below;
    }

    /** The weights, with a decoder that makes the wall; the caller closes them. */
    public static ParameterMap decoder(TensorEngine engine, ParameterMap weights) {
        ParameterMap shaped = new ParameterMap(engine, weights);
        NDArray hidden = weights.get("decoder.hidden.weight");
        int units = (int) hidden.getShape().get(0);
        int features = (int) hidden.getShape().get(1);
        float[] in = hidden.toFloatArray();
        float[] bias = weights.get("decoder.hidden.bias").toFloatArray();
        float[] out = weights.get("decoder.out.weight").toFloatArray();
        float[] outBias = weights.get("decoder.out.bias").toFloatArray();
        for (int unit = 0; unit < units; unit++) {
            in[unit * features] = 0; // the surface is the first unit's alone
            out[unit] = 0;
        }
        for (int feature = 0; feature < features; feature++) {
            in[feature] = feature == 0 ? (float) (STEEPNESS * Math.sqrt(features)) : 0;
        }
        bias[0] = -STEEPNESS * SURFACE;
        out[0] = (float) (DENSITY * Math.sqrt(units));
        for (int row = 1; row < outBias.length; row++) {
            out[row * units] = 0; // and it colours nothing
        }
        outBias[0] = OUTSIDE;
        shaped.put("decoder.hidden.weight", in, units, features);
        shaped.put("decoder.hidden.bias", bias, units);
        shaped.put("decoder.out.weight", out, outBias.length, units);
        shaped.put("decoder.out.bias", outBias, outBias.length);
        return shaped;
    }
}
