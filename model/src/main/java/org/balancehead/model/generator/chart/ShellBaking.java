package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.NotFiniteException;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Bakes heads for rendering (after Hedman et al., <em>Baking Neural Radiance Fields</em>, ICCV 2021): the chart field
 * crosses zero once along each radius of the chart, so that a map as large as the head's own says where, how steeply,
 * and what is seen there, and the residual planes and their decoder need not be asked again.
 */
public final class ShellBaking {
    /** No point of the surface is farther than this from a point of the cover, in world units. */
    static final double GAP = 0.008;

    private final double softness;
    private final double depth;
    private final ParameterMap parameters;

    public ShellBaking(ChartPreset preset, ParameterMap parameters) {
        softness = preset.shellSoftness();
        depth = 1 / preset.peakDensity();
        this.parameters = parameters;
    }

    /**
     * Bakes one head; the result lives as long as the session.
     *
     * @throws NotFiniteException when there is nothing to show: its surface or its looks are of numbers that are none
     */
    public ChartShell bake(TensorOps ops, ChartHead head) {
        NDArray[] parts = ops.callList(
                "bake_shell",
                head.map(),
                head.planes(),
                CapsuleChart.geometry(),
                softness,
                depth,
                GAP,
                parameters.get("field.hidden.weight"),
                parameters.get("field.hidden.bias"),
                parameters.get("field.out.weight"),
                parameters.get("field.out.bias"));
        ops.requireFinite("A head", parts[0], parts[1]);
        return new ChartShell(parts[0], parts[1], parts[2]);
    }
}
