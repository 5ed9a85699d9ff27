package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.reference.ReferenceNames;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/** Compares gradients of two losses with respect to w, the latent, and every parameter of the generator. */
final class GradientParity {
    private static final String WHOLE = "full/";
    private static final String W = "w";

    private final ParityFixture fixture;
    private final TensorEngine engine;
    private final ParityTable table;
    private final NpzFile expected;

    GradientParity(ParityFixture fixture, TensorEngine engine, ParityTable table) {
        this.fixture = fixture;
        this.engine = engine;
        this.table = table;
        expected = fixture.gradients();
    }

    void compare() {
        fixture.weights().requireGradients(fixture.generator().layout()::trained);
        try (TensorSession session = engine.gradients()) {
            image(session);
        }
        try (TensorSession session = engine.gradients()) {
            raw(session);
        }
        fixture.weights().requireGradients(name -> false);
        try (TensorSession session = engine.gradients()) {
            latent(session);
        }
    }

    private void image(TensorSession session) {
        NDArray ws = variable(fixture.array(session, "ws_plus"));
        HeadImages images = fixture.render(session, ws, fixture.row(session, "c", 1));
        NDArray loss =
                images.image().sub(fixture.array(session, "target")).abs().mean();

        Map<String, NDArray> found = gradients(session, loss, ws, "G_image_loss");
        table.compare("image loss", loss, expected.get("loss"), Tolerance.LATENT);
        compare("image loss by w", found, W, "w");
        norms("image loss by", found, "G_image_loss");
        for (String name : expected.keys()) {
            if (name.startsWith(WHOLE)) {
                String theirs = name.substring(WHOLE.length());
                compare("image loss by " + theirs, found, ReferenceNames.ours(theirs), name);
            }
        }
    }

    private void raw(TensorSession session) {
        NDArray ws = variable(fixture.array(session, "ws_plus"));
        HeadImages images = fixture.render(session, ws, fixture.row(session, "c", 3));
        NDArray seen = images.raw().abs().mean().add(images.depth().mean());
        NDArray loss =
                fixture.io().has("out_image_mask") ? seen.add(images.mask().mean()) : seen;

        Map<String, NDArray> found = gradients(session, loss, ws, "G_raw_loss");
        table.compare("raw loss", loss, expected.get("raw_loss"), Tolerance.LATENT);
        compare("raw loss by w", found, W, "raw_w");
        norms("raw loss by", found, "G_raw_loss");
    }

    private void latent(TensorSession session) {
        NDArray z = variable(fixture.row(session, "z", 0));
        NDArray ws = fixture.generator()
                .map(session.ops(), fixture.weights(), z, fixture.array(session, "c_cond"), Truncation.NONE);
        HeadImages images = fixture.render(session, ws, fixture.row(session, "c", 0));
        NDArray loss =
                images.image().sub(fixture.array(session, "target")).abs().mean();
        NDArray found = session.ops().grad(List.of(loss), List.of(z), false)[0];
        table.compareRelative("image loss by z", found, expected.get("z"), Tolerance.GRADIENT);
    }

    private static NDArray variable(NDArray array) {
        array.setRequiresGradient(true);
        return array;
    }

    /** Gradients by w and by each parameter that the loss reaches. */
    private Map<String, NDArray> gradients(TensorSession session, NDArray loss, NDArray ws, String kind) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        inputs.put(W, ws);
        fixture.gradientNorms(kind)
                .keySet()
                .forEach(name -> inputs.put(name, fixture.weights().get(name)));
        NDArray[] found = session.ops().grad(List.of(loss), new ArrayList<>(inputs.values()), false);
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        for (String name : inputs.keySet()) {
            gradients.put(name, found[gradients.size()]);
        }
        return gradients;
    }

    private void compare(String stage, Map<String, NDArray> found, String name, String key) {
        NDArray gradient = found.get(name);
        if (gradient == null) {
            table.judge(stage, Double.POSITIVE_INFINITY, Tolerance.GRADIENT);
        } else {
            table.compareRelative(stage, gradient, expected.get(key), Tolerance.GRADIENT);
        }
    }

    private void norms(String stage, Map<String, NDArray> found, String kind) {
        Map<String, Double> norms = fixture.gradientNorms(kind);
        table.judge(
                "%s %d parameters, norm".formatted(stage, norms.size()),
                GradientNorms.largestDifference(norms, found),
                Tolerance.GRADIENT);
    }
}
