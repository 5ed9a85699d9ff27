package org.balancehead.model.renderer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorOps;

/**
 * Renders one head without gradients, knowing where it is: a volume of its densities, made once, stands for the coarse
 * pass of the {@link VolumeRenderer}, and rays that see nothing are left out. What the volume finds is composited from
 * the field itself.
 *
 * <p>The colours' layer is applied once a ray where the decoder ends linearly, since compositing is linear as well.
 */
public final class OccupancyRenderer {
    /** Nodes of the volume a side. */
    private static final int SIDE = 48;

    /** Points that are looked up at a time: taps and hidden units stay in a processor's cache, or occupy a GPU. */
    private static final int CHUNK = 8192;

    private static final int GPU_CHUNK = 1 << 20;

    /** Least opacity, in the dilated volume, of a ray that is worth looking up. */
    private static final double LEAST = 1e-3;

    private static final double EVERYWHERE = 1e9;

    /** How far beyond the box the samples of cameras about it reach. */
    private static final double BEYOND = 1.4;

    private final FeatureDecoder decoder;
    private final double limit;
    private final double extent;
    private final PointSampler sampler;

    /**
     * A renderer.
     *
     * @param limit largest |x| and |z| that is kept, in world units, or infinite
     * @param boxSide side of the cube that features span, in world units; without a limit, what extrapolates out of it
     *     is seen as well
     * @param sampler the depths of the coarse pass, which costs little, and how many samples of the field follow
     */
    public OccupancyRenderer(FeatureDecoder decoder, double limit, double boxSide, PointSampler sampler) {
        this.decoder = decoder;
        this.limit = Math.min(limit, EVERYWHERE);
        extent = limit < EVERYWHERE ? boxSide : BEYOND * boxSide;
        this.sampler = sampler;
    }

    /** The head's densities and, beside them, the largest among neighbours: {@code [1, 2, 48, 48, 48]}. */
    public NDArray occupancy(TensorOps ops, ParameterMap weights, FeatureLookup features) {
        List<NDArray> layers = decoder.layers(weights);
        NDArray nodes = ops.call("grid_nodes", layers.get(0), SIDE, extent);
        NDList densities = new NDList();
        int count = SIDE * SIDE * SIDE;
        int chunk = chunk(ops);
        for (int from = 0; from < count; from += chunk) {
            NDArray points = ops.call("part", nodes, 1, from, Math.min(count, from + chunk));
            densities.add(ops.call("raw_density", features.at(ops, points), points, limit, layers));
        }
        return ops.call("occupancy_volume", NDArrays.concat(densities), SIDE);
    }

    /**
     * What rays see of the head: {@code [1, R, ..]}.
     *
     * @param occupancy as {@link #occupancy} gave it
     */
    public RenderedRays see(
            TensorOps ops, ParameterMap weights, FeatureLookup features, NDArray occupancy, RayBundle rays) {
        List<NDArray> layers = decoder.layers(weights);
        NDArray coarse = sampler.coarseDepths(ops, rays);
        NDArray[] found = ops.callList(
                "seen_depths", occupancy, coarse, rays.points(ops, coarse), 2 / extent, sampler.fine(), LEAST);
        NDArray seen = found[0];
        int count = Math.toIntExact(seen.size());
        RayBundle kept = rays.pick(ops, seen);
        int rayChunk = Math.max(1, chunk(ops) / sampler.fine());
        NDList rows = new NDList();
        for (int from = 0; from < count; from += rayChunk) {
            int to = Math.min(count, from + rayChunk);
            NDArray depths = ops.call("part", found[1], 1, from, to);
            NDArray points = kept.part(ops, from, to).points(ops, depths);
            rows.add(ops.call(
                    "composite_seen",
                    depths,
                    points,
                    features.at(ops, points),
                    limit,
                    decoder.activation().kind(),
                    layers));
        }
        long all = rays.directions().getShape().get(1);
        return result(ops, seen, rows, Math.toIntExact(all));
    }

    /**
     * What rays see of a head that is being changed, so that there is no volume of it: {@code [1, R, ..]}. The coarse
     * pass takes the densities of the field itself.
     *
     * @param features with gradients
     * @param still the same features, without
     */
    public RenderedRays seeDifferentiably(
            TensorOps ops, ParameterMap weights, FeatureLookup features, FeatureLookup still, RayBundle rays) {
        List<NDArray> layers = decoder.layers(weights);
        NDArray coarse = sampler.coarseDepths(ops, rays);
        NDArray points = rays.points(ops, coarse);
        NDArray densities = ops.call("raw_density", still.at(ops, points), points, limit, layers);
        NDArray depths = ops.call("fine_depths", coarse, densities, sampler.fine());
        NDArray found = rays.points(ops, depths);
        NDArray rows = ops.call(
                "composite_seen",
                depths,
                found,
                features.at(ops, found),
                limit,
                decoder.activation().kind(),
                layers);
        return columns(rows.expandDims(0));
    }

    private static int chunk(TensorOps ops) {
        return ops.onGpu() ? GPU_CHUNK : CHUNK;
    }

    private RenderedRays result(TensorOps ops, NDArray seen, NDList rows, int rays) {
        NDArray some =
                rows.isEmpty() ? seen.getManager().zeros(new Shape(0, decoder.colours() + 2L)) : NDArrays.concat(rows);
        return columns(ops.call("among_all", seen, some, rays, sampler.far()).expandDims(0));
    }

    /** Colours, depth and opacity of {@code [1, R, C + 2]}. */
    private RenderedRays columns(NDArray all) {
        int colours = decoder.colours();
        return new RenderedRays(
                all.get(":, :, 0:" + colours), all.get(":, :, " + colours), all.get(":, :, " + (colours + 1)));
    }
}
