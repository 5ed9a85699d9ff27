package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.balancehead.model.generator.HeadGenerator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.renderer.FieldSamples;
import org.balancehead.model.renderer.MarchedRays;
import org.balancehead.model.renderer.PointSampler;
import org.balancehead.model.renderer.RadianceField;
import org.balancehead.model.renderer.RayBundle;
import org.balancehead.model.renderer.RayMarcher;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;

/** Compares rays, their samples and compositing, and the pictures of each camera. */
final class RenderingParity {
    private final ParityFixture fixture;
    private final TensorEngine engine;
    private final ParityTable table;
    private final NpzFile io;

    RenderingParity(ParityFixture fixture, TensorEngine engine, ParityTable table) {
        this.fixture = fixture;
        this.engine = engine;
        this.table = table;
        io = fixture.io();
    }

    void compare() {
        try (TensorSession session = engine.inference()) {
            rays(session);
        }
        for (int camera = 0; camera < fixture.cameras(); camera++) {
            try (TensorSession session = engine.inference()) {
                pictures(session, camera);
            }
        }
        try (TensorSession session = engine.inference()) {
            batch(session);
        }
        if (io.has("forward_psi07_image_raw")) {
            try (TensorSession session = engine.inference()) {
                whole(session);
            }
        }
    }

    private void rays(TensorSession session) {
        TensorOps ops = session.ops();
        HeadGenerator generator = fixture.generator();
        PointSampler sampler = generator.renderer().sampler();
        RayMarcher marcher = generator.renderer().marcher();
        int cameras = fixture.cameras();
        SynthesisedHead head = generator.synthesise(ops, fixture.weights(), fixture.array(session, "ws_plus"));
        SynthesisedHead each = new SynthesisedHead(head.planes().repeat(0, cameras), head.background(), head.w());
        RadianceField field = generator.croppedField(fixture.weights(), each);

        RayBundle rays = RayBundle.of(
                ops, fixture.array(session, "c"), fixture.preset().rendering().side());
        NDArray coarse = sampler.coarseDepths(ops, rays);
        Shape coarseShape = coarse.getShape();
        FieldSamples first = field.at(ops, rays.points(ops, coarse));
        NDArray firstDensity = first.density().reshape(coarseShape);
        NDArray firstWeights = marcher.weights(ops, coarse, firstDensity);
        NDArray fine = sampler.fineDepths(ops, coarse, firstWeights);
        Shape fineShape = fine.getShape();
        FieldSamples second = field.at(ops, rays.points(ops, fine));
        MarchedRays marched = marcher.march(
                ops,
                List.of(coarse, fine),
                List.of(firstDensity, second.density().reshape(fineShape)),
                List.of(
                        first.colour().reshape(coarseShape.add(-1)),
                        second.colour().reshape(fineShape.add(-1))));

        table.compare("ray origins", rays.origins(), io.get("ray_origins"), Tolerance.LATENT);
        table.compare("ray directions", rays.directions(), io.get("ray_directions"), Tolerance.LATENT);
        table.compare("coarse depths", coarse.get("0,0"), io.get("depths_coarse"), Tolerance.DEPTH);
        table.compare("coarse density", firstDensity, io.get("coarse_sigma"), Tolerance.DENSITY);
        table.compare("coarse weights", firstWeights, io.get("coarse_weights"), Tolerance.IMAGE);
        table.compare("fine depths", fine, io.get("depths_fine"), Tolerance.FINE_DEPTH);
        table.compare("density along rays", marched.density(), io.get("march_sigma"), Tolerance.MOVED_DENSITY);
        table.compare("weights along rays", marched.weights(), io.get("march_weights"), Tolerance.MOVED_WEIGHT);
        table.compare(
                "features of rays",
                generator.stretched(session.ops(), marched.colour()),
                io.get("feature_samples"),
                Tolerance.IMAGE);
        table.compare("opacity of rays", marched.opacity(), io.get("weights_sum"), Tolerance.IMAGE);
    }

    private void pictures(TensorSession session, int camera) {
        HeadImages images =
                fixture.render(session, fixture.array(session, "ws_plus"), fixture.row(session, "c", camera));
        String of = ", camera " + camera;
        compareRow("feature image" + of, images.features(), "feature_image", camera);
        compareRow("raw image" + of, images.raw(), "out_image_raw", camera);
        if (io.has("out_image_mask")) {
            compareRow("mask" + of, images.mask(), "out_image_mask", camera);
        }
        if (images.parsing() != null) {
            compareRow("parsing" + of, images.parsing(), "out_image_parsing", camera);
        }
        depth(of, images.depth(), camera);
        compareRow("image" + of, images.image(), "out_image", camera);
    }

    private void compareRow(String stage, NDArray ours, String key, int row) {
        table.compare(stage, ours, io.get(key).row(row), Tolerance.IMAGE);
    }

    private void depth(String of, NDArray depth, int camera) {
        float[] ours = depth.toFloatArray();
        float[] theirs = io.get("out_image_depth").row(camera).values();
        float[] opacity = io.get("weights_sum").row(camera).values();
        double largest = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
        double thin = 0;
        for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
            double difference = Math.abs(ours[i] - theirs[i]);
            largest = opacity[i] < Tolerance.THIN ? largest : Math.max(largest, difference);
            thin = opacity[i] < Tolerance.THIN ? Math.max(thin, difference) : thin;
        }
        table.judge("depth" + of, largest, Tolerance.DEPTH);
        table.judge("depth where thin" + of, thin, Tolerance.THIN_DEPTH);
    }

    private void batch(TensorSession session) {
        NDArray ws = fixture.array(session, "ws")
                .expandDims(1)
                .repeat(1, fixture.generator().layers());
        NDArray labels = fixture.row(session, "c", 0).concat(fixture.row(session, "c", fixture.cameras() - 1), 0);
        HeadImages images = fixture.render(session, ws, labels);
        table.compare("batch of 2, raw image", images.raw(), io.get("batch2_image_raw"), Tolerance.IMAGE);
        table.compare("batch of 2, image", images.image(), io.get("batch2_image"), Tolerance.IMAGE);
    }

    /** From latent to picture, the camera shifted. */
    private void whole(TensorSession session) {
        Truncation truncation = Truncation.of(0.7);
        NDArray z = fixture.row(session, "z", 0);
        NDArray front = fixture.array(session, "c_cond");
        NDArray ws = fixture.generator().map(session.ops(), fixture.weights(), z, front, truncation);
        NDArray camera = fixture.generator().shiftCamera(session.ops(), fixture.weights(), front, z, front, truncation);
        NDArray raw = fixture.render(session, ws, camera).raw();
        table.compare("raw image from the latent", raw, io.get("forward_psi07_image_raw"), Tolerance.IMAGE);
    }
}
