package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.Pictures;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.renderer.DensityActivation;
import org.balancehead.model.renderer.FieldSamples;
import org.balancehead.model.renderer.PointSampler;
import org.balancehead.model.renderer.RadianceField;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RayMarcher;
import org.balancehead.model.renderer.RenderedRays;
import org.balancehead.model.renderer.VolumeRenderer;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/**
 * Renders a chart head the way the reference generators do, which know nothing of where the surface is: samples in
 * equal strata of the ray, then some where those found something (EG3D, CVPR 2022). What the chart's own renderer is
 * compared with.
 */
final class PlainRenderer {
    private static final double NEAR = 2.15;
    private static final double FAR = 3.3;
    private static final int CHUNK = 4096; // rays, as the chart's own renderer takes them

    private final ChartGenerator generator;
    private final VolumeRenderer renderer;

    private PlainRenderer(ChartGenerator generator, int coarse, int fine) {
        this.generator = generator;
        DensityActivation wall = DensityActivation.sigmoid(generator.preset().peakDensity());
        renderer = new VolumeRenderer(new PointSampler(NEAR, FAR, coarse, fine, false), new RayMarcher(wall));
    }

    /** With the samples of the references: 48 and 48. */
    static PlainRenderer asReferencesDo(ChartGenerator generator) {
        return new PlainRenderer(generator, 48, 48);
    }

    /** With samples all along the ray that stand as close as the chart's own renderer has them at the surface. */
    static PlainRenderer asDenseAsFast(ChartGenerator generator) {
        double freePath = 1 / generator.preset().peakDensity();
        return new PlainRenderer(generator, (int) Math.round((FAR - NEAR) / freePath), 0);
    }

    /** Renders one head on white at the preset's image size. */
    RgbImage render(TensorSession session, ChartHead head, CameraPose camera) {
        ChartPreset preset = generator.preset();
        int side = preset.neuralResolution();
        TensorOps ops = session.ops();
        NDArray label = session.memory().create(camera.label(), new Shape(1, camera.label().length));
        RayBundle rays = RayBundle.of(ops, label, side);
        NDList chunks = new NDList();
        for (int from = 0; from < side * side; from += CHUNK) {
            NDArray directions = rays.directions().get(":, " + from + ":" + Math.min(side * side, from + CHUNK));
            chunks.add(render(ops, head, new RayBundle(rays.origins(), directions)));
        }
        NDArray rendering = NDArrays.concat(chunks, 2).reshape(1, -1, side, side);
        return Pictures.of(ops, generator.superResolution().enlarge(ops, rendering));
    }

    /** What some rays see, as the chart's own renderer states it: {@code [1, 5 + features, rays]}. */
    private NDArray render(TensorOps ops, ChartHead head, RayBundle rays) {
        RenderedRays rendered = renderer.render(ops, field(head), rays);
        NDArray opacity = rendered.opacity().expandDims(1);
        NDArray depth = opacity.mul(rendered.depth().expandDims(1));
        return NDArrays.concat(new NDList(rendered.colour().transpose(0, 2, 1), opacity, depth), 1);
    }

    private RadianceField field(ChartHead head) {
        return (ops, points) -> {
            NDArray values = generator.field().sample(ops, head, points);
            return new FieldSamples(values.get(":, 0"), values.get(":, 1:").transpose(0, 2, 1));
        };
    }
}
