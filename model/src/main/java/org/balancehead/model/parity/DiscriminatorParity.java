package org.balancehead.model.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.jspecify.annotations.Nullable;

/** Compares the discriminator's logits, its loss's gradients, and R1 with its second derivatives. */
final class DiscriminatorParity {
    private final ParityFixture fixture;
    private final TensorEngine engine;
    private final ParityTable table;
    private final DualDiscriminator discriminator;

    DiscriminatorParity(ParityFixture fixture, TensorEngine engine, ParityTable table) {
        this.fixture = fixture;
        this.engine = engine;
        this.table = table;
        discriminator = fixture.discriminator();
    }

    void compare() {
        try (TensorSession session = engine.inference()) {
            logits(session);
        }
        fixture.judging().requireGradients(discriminator.layout()::trained);
        try (TensorSession session = engine.gradients()) {
            loss(session);
        }
        try (TensorSession session = engine.gradients()) {
            penalty(session);
        }
        fixture.judging().requireGradients(name -> false);
    }

    private void logits(TensorSession session) {
        HeadImages seen = images(session);
        NDArray label = discriminator.mapLabel(session.ops(), fixture.judging(), fixture.array(session, "c"));
        table.compare("mapped label", label, fixture.io().get("d_cmap"), Tolerance.LOGIT);
        compare("logits", judge(session, seen, "c"), "d_logits_batch4");
        compare("logits with other labels", judge(session, seen, "c_other"), "d_logits_batch4_other_label");
        NDList single = new NDList();
        for (int i = 0; i < fixture.cameras(); i++) {
            NDArray own = fixture.row(session, "c", i);
            single.add(discriminator.judge(session.ops(), fixture.judging(), one(seen, i), own));
        }
        compare("logits, one by one", NDArrays.concat(single), "d_logits_single");
    }

    private void compare(String stage, NDArray ours, String key) {
        table.compare(stage, ours, fixture.io().get(key), Tolerance.LOGIT);
    }

    private NDArray judge(TensorSession session, HeadImages seen, String labels) {
        return discriminator.judge(session.ops(), fixture.judging(), seen, fixture.array(session, labels));
    }

    private HeadImages images(TensorSession session) {
        NDArray image = fixture.array(session, "out_image");
        NDArray raw = fixture.array(session, "out_image_raw");
        NDArray mask = fixture.io().has("out_image_mask") ? fixture.array(session, "out_image_mask") : raw;
        NDArray parsing = fixture.io().has("out_image_parsing") ? fixture.array(session, "out_image_parsing") : null;
        return new HeadImages(image, raw, raw, mask, parsing, raw);
    }

    private static HeadImages one(HeadImages all, int index) {
        String row = index + ":" + (index + 1);
        @Nullable NDArray parsing = all.parsing();
        return new HeadImages(
                all.image().get(row),
                all.raw().get(row),
                all.depth().get(row),
                all.mask().get(row),
                parsing == null ? null : parsing.get(row),
                all.features().get(row));
    }

    /** The mean of softplus(−logit). */
    private void loss(TensorSession session) {
        NDArray loss =
                Activation.softPlus(judge(session, images(session), "c").neg()).mean();
        Map<String, Double> norms = fixture.gradientNorms("D_loss");
        Map<String, NDArray> found = gradients(session, loss, norms);
        table.compare("discriminator's loss", loss, fixture.gradients().get("d_loss"), Tolerance.LATENT);
        norms("discriminator's loss by", norms, found);
    }

    /** R1: squared gradients of the logits by what the discriminator sees, and their gradients by its parameters. */
    private void penalty(TensorSession session) {
        HeadImages seen = images(session);
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        inputs.put("image", seen.image());
        inputs.put("image_raw", seen.raw());
        if (fixture.io().has("out_image_mask")) {
            inputs.put("image_mask", seen.mask());
        }
        NDArray parsing = seen.parsing();
        if (parsing != null) {
            inputs.put("image_parsing", parsing);
        }
        inputs.values().forEach(input -> input.setRequiresGradient(true));
        NDArray logits = judge(session, seen, "c").sum();
        NDArray[] slopes = session.ops().grad(List.of(logits), new ArrayList<>(inputs.values()), true);
        NDArray total = null;
        int next = 0;
        for (String input : inputs.keySet()) {
            NDArray slope = slopes[next++];
            NDArray squares = slope.square().sum(new int[] {1, 2, 3});
            relative("R1 by " + input, squares, "r1_" + input);
            if (fixture.gradients().has("r1_grad_" + input)) {
                relative("logit by " + input, slope.get("0:1"), "r1_grad_" + input);
            }
            total = total == null ? squares : total.add(squares);
        }
        if (total != null) {
            NDArray mean = total.mean();
            relative("R1", mean, "r1_total_mean");
            Map<String, Double> norms = fixture.gradientNorms("D_r1");
            norms("R1 by", norms, gradients(session, mean, norms));
        }
    }

    private void relative(String stage, NDArray ours, String key) {
        table.compareRelative(stage, ours, fixture.gradients().get(key), Tolerance.GRADIENT);
    }

    private Map<String, NDArray> gradients(TensorSession session, NDArray loss, Map<String, Double> norms) {
        List<NDArray> parameters =
                norms.keySet().stream().map(fixture.judging()::get).toList();
        NDArray[] found = session.ops().grad(List.of(loss), parameters, false);
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        for (String name : norms.keySet()) {
            gradients.put(name, found[gradients.size()]);
        }
        return gradients;
    }

    private void norms(String stage, Map<String, Double> norms, Map<String, NDArray> found) {
        table.judge(
                "%s %d parameters, norm".formatted(stage, norms.size()),
                GradientNorms.largestDifference(norms, found),
                Tolerance.GRADIENT);
    }
}
