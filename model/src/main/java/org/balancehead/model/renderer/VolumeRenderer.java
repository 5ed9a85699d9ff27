package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.tensor.TensorOps;

/** Renders a field along rays: samples it coarsely, then where there is something, and composites both. */
public record VolumeRenderer(PointSampler sampler, RayMarcher marcher) {
    /** Renders with the sampler's two passes. */
    public RenderedRays render(TensorOps ops, RadianceField field, RayBundle rays) {
        NDArray coarse = sampler.coarseDepths(ops, rays);
        SampleSets sets = new SampleSets();
        sets.add(ops, field, rays, coarse);
        if (sampler.fine() > 0) {
            NDArray weights = marcher.weights(ops, coarse, sets.densities.get(0));
            sets.add(ops, field, rays, sampler.fineDepths(ops, coarse, weights));
        }
        return composite(ops, sets);
    }

    /** Renders with samples at given depths {@code [N, R, S]}, in any order: where the surface is known already. */
    public RenderedRays renderAt(TensorOps ops, RadianceField field, RayBundle rays, NDArray depths) {
        SampleSets sets = new SampleSets();
        sets.add(ops, field, rays, depths);
        return composite(ops, sets);
    }

    private RenderedRays composite(TensorOps ops, SampleSets sets) {
        MarchedRays marched = marcher.march(ops, sets.depths, sets.densities, sets.colours);
        NDArray depth = ops.call("clamp_depth", marched.depth(), marched.depths());
        return new RenderedRays(marched.colour(), depth, marched.opacity());
    }

    /** The samples of some rays, set by set. */
    private static final class SampleSets {
        final List<NDArray> depths = new ArrayList<>();
        final List<NDArray> densities = new ArrayList<>();
        final List<NDArray> colours = new ArrayList<>();

        void add(TensorOps ops, RadianceField field, RayBundle rays, NDArray at) {
            FieldSamples samples = field.at(ops, rays.points(ops, at));
            Shape shape = at.getShape();
            depths.add(at);
            densities.add(samples.density().reshape(shape));
            colours.add(samples.colour().reshape(shape.add(-1)));
        }
    }
}
