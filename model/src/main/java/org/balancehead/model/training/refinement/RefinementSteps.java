package org.balancehead.model.training.refinement;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.discriminator.DualDiscriminator;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.inversion.HeadGallery;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.LearningRates;
import org.balancehead.model.training.objective.LabelShuffle;
import org.balancehead.model.training.objective.NonSaturatingLoss;
import org.balancehead.model.training.objective.SoundTerms;

/**
 * Steps of a refinement: each renders a batch of patches once, moves encoder and generator by pixels, features and the
 * discriminator's word, and the discriminator by real and generated patches. Confined to one thread.
 */
final class RefinementSteps implements AutoCloseable {
    private static final double[] GEOMETRY = CapsuleChart.geometry();

    /** Adam's first moments: shorter than where nothing chases anything. */
    private static final double BETA_1 = 0.5;

    private static final double OPACITY = 0.5;

    /** Blocks of the face descriptor whose maps are compared: down to an eighth of the side. */
    private static final int BLOCKS = 5;

    /** By how much patches are enlarged for the face descriptor, whose faces are as much larger than ours. */
    private static final double FACE_SCALE = 1.625;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final RefinementSettings settings;
    private final boolean vicico;
    private final ParameterMap weights;
    private final DualDiscriminator discriminator;
    private final ParameterMap judge;
    private final int labelLength;
    private final FaceRes face;
    private final ChartGenerator generator;
    private final HeadEncoder encoder;
    private final MappingNetwork mapping;
    private final AdamOptimiser generatorOptimiser;
    private final AdamOptimiser discriminatorOptimiser;

    RefinementSteps(
            TensorEngine engine,
            ChartPreset preset,
            RefinementSettings settings,
            boolean vicico,
            ParameterMap weights,
            DualDiscriminator discriminator,
            ParameterMap judge,
            int labelLength,
            FaceRes face) {
        this.engine = engine;
        this.preset = preset;
        this.settings = settings;
        this.vicico = vicico;
        this.weights = weights;
        this.discriminator = discriminator;
        this.judge = judge;
        this.labelLength = labelLength;
        this.face = face;
        generator = new ChartGenerator(preset, weights);
        encoder = new HeadEncoder(weights);
        mapping = ChartGenerator.mapping(preset);
        List<String> moved = weights.names().stream()
                .filter(name -> !name.equals("encoder.mean")
                        && !name.startsWith("mapping.")
                        && !name.equals(ChartGenerator.CONDITIONS)
                        && !HeadGallery.owns(name))
                .toList();
        generatorOptimiser = new AdamOptimiser(engine, weights, moved, new LearningRates(settings.rate())::of, BETA_1);
        discriminatorOptimiser =
                new AdamOptimiser(engine, judge, judge.names(), name -> settings.discriminatorRate(), BETA_1);
    }

    AdamOptimiser generatorOptimiser() {
        return generatorOptimiser;
    }

    AdamOptimiser discriminatorOptimiser() {
        return discriminatorOptimiser;
    }

    /** Takes a step with the generator's rates times {@code factor}; returns the terms of the losses. */
    Map<String, Double> take(PatchBatch batch, double factor) {
        Map<String, Double> terms = new LinkedHashMap<>();
        try (TensorSession session = engine.gradients()) {
            Patches patches = new Patches(session, batch, terms);
            HeadImages fake = patches.generate();
            NDArray[] generated =
                    session.ops().grad(List.of(patches.generatorLoss(fake)), generatorOptimiser.parameters(), false);
            NDArray[] judged = session.ops()
                    .grad(List.of(patches.discriminatorLoss(fake)), discriminatorOptimiser.parameters(), false);
            SoundTerms.check(batch.step(), terms);
            generatorOptimiser.step(List.of(generated), factor);
            discriminatorOptimiser.step(List.of(judged), 1);
        }
        return terms;
    }

    /** One batch's patches in a session. */
    private final class Patches {
        private final TensorSession session;
        private final TensorOps ops;
        private final PatchBatch batch;
        private final Map<String, Double> terms;
        private final int n = settings.batch();
        private final HeadImages real;
        private final NDArray targets;

        Patches(TensorSession session, PatchBatch batch, Map<String, Double> terms) {
            this.session = session;
            ops = session.ops();
            this.batch = batch;
            this.terms = terms;
            int side = 2 * settings.side();
            targets = session.memory().create(batch.targets(), new Shape(n, 3, side, side));
            NDArray alphas = session.memory().create(batch.alphas(), new Shape(n, 1, side, side));
            NDArray mask = ops.call("average_pool", alphas, 2);
            NDArray raw = signed(ops.call("average_pool", targets, 2));
            real = new HeadImages(signed(targets), raw, mask, mask, null, raw);
        }

        HeadImages generate() {
            int rays = settings.side() * settings.side();
            ChartHead head = generator.synthesis().synthesise(ops, ChartGenerator.everywhere(latents()));
            NDArray origins = session.memory().create(batch.origins(), new Shape(n, rays, 3));
            NDArray directions = session.memory().create(batch.directions(), new Shape(n, rays, 3));
            NDArray depths = ops.call(
                    "own_depths",
                    head.map(),
                    origins,
                    directions,
                    GEOMETRY,
                    preset.coarseSamples(),
                    preset.fineSamples());
            var seen = generator.field().composite(ops, head, origins, directions, depths);
            NDArray rendering = ops.call("patch_rendering", seen.colour(), seen.weights(), settings.side());
            int opacity = 3 + preset.fieldFeatures();
            NDArray image = generator.superResolution().enlarge(ops, rendering);
            NDArray raw = ops.call("rendering_on_white", rendering, opacity);
            NDArray mask = rendering.get(":, " + opacity + ":");
            return new HeadImages(signed(image), signed(raw), mask, mask, null, raw);
        }

        /** From 0…1 to −1…1. */
        private NDArray signed(NDArray colours) {
            return ops.scaled(colours, 2, -1);
        }

        private NDArray latents() {
            Shape pictures = new Shape(settings.reconstructed(), 4, HeadEncoder.INPUT, HeadEncoder.INPUT);
            NDArray read = encoder.encode(ops, session.memory().create(batch.pictures(), pictures));
            if (settings.drawn() == 0) {
                return read;
            }
            NDArray z = session.memory().create(batch.latents(), new Shape(settings.drawn(), preset.zDimension()));
            int length = batch.conditions().length / settings.drawn();
            NDArray condition = session.memory().create(batch.conditions(), new Shape(settings.drawn(), length));
            return NDArrays.concat(new NDList(read, mapping.map(ops, weights, z, condition)), 0);
        }

        NDArray generatorLoss(HeadImages fake) {
            NDArray loss = pixels(fake);
            if (settings.perceptualWeight() > 0) {
                NDArray features = face.difference(
                        session, enlarged(reconstructed(fake.image())), enlarged(reconstructed(real.image())), BLOCKS);
                add("features", features);
                loss = loss.add(ops.scaled(features, settings.perceptualWeight()));
            }
            NDArray adversarial = NonSaturatingLoss.generator(ops, logits(fake, labels(batch.fakeLabels())));
            add("generator", adversarial);
            boolean heard = (long) batch.step() * n >= settings.headStart();
            return heard ? loss.add(ops.scaled(adversarial, settings.adversarialWeight())) : loss;
        }

        private NDArray pixels(HeadImages fake) {
            NDArray image = distance(fake.image(), real.image());
            NDArray raw = distance(fake.raw(), real.raw());
            NDArray mask = distance(fake.mask(), real.mask());
            add("pixels", image);
            add("raw pixels", raw);
            add("opacity", mask);
            return ops.scaled(image.add(raw), 0.5).add(ops.scaled(mask, OPACITY));
        }

        /** Mean absolute difference of the reconstructed heads' pictures, whose colours are −1…1. */
        private NDArray distance(NDArray made, NDArray wanted) {
            return reconstructed(made).sub(reconstructed(wanted)).abs().mean();
        }

        private NDArray reconstructed(NDArray pictures) {
            return pictures.get(":" + settings.reconstructed());
        }

        private NDArray enlarged(NDArray pictures) {
            int side = (int) (FACE_SCALE * pictures.getShape().get(3));
            return ops.call("resize", ops.scaled(pictures, 0.5, 0.5), side, false);
        }

        NDArray discriminatorLoss(HeadImages generated) {
            NDArray raw = ops.detach(generated.raw());
            HeadImages fake =
                    new HeadImages(ops.detach(generated.image()), raw, raw, ops.detach(generated.mask()), null, raw);
            boolean penalised = settings.r1().due(batch.step());
            HeadImages shown = penalised ? requiringGradients() : real;
            NDArray seenFake = discriminator.look(ops, judge, fake);
            NDArray seenReal = discriminator.look(ops, judge, shown);
            NDArray realLogits = discriminator.project(ops, judge, seenReal, labels(batch.labels()));
            NDArray fakeLogits = discriminator.project(ops, judge, seenFake, labels(batch.fakeLabels()));
            NDArray loss = NonSaturatingLoss.discriminator(ops, fakeLogits, realLogits);
            add("discriminator", loss);
            if (vicico) {
                NDArray mismatched = settings.vicico()
                        .of(
                                ops,
                                discriminator.project(ops, judge, seenFake, exchanged(batch.fakeLabels())),
                                discriminator.project(ops, judge, seenReal, exchanged(batch.labels())));
                add("ViCiCo", mismatched);
                loss = loss.add(mismatched);
            }
            if (penalised) {
                NDArray penalty = settings.r1().of(ops, shown, realLogits);
                add("R1", ops.scaled(penalty, 1.0 / settings.r1().interval()));
                loss = loss.add(penalty);
            }
            return loss;
        }

        private HeadImages requiringGradients() {
            NDArray image = ops.detach(real.image());
            NDArray raw = ops.detach(real.raw());
            NDArray mask = ops.detach(real.mask());
            List.of(image, raw, mask).forEach(array -> array.setRequiresGradient(true));
            return new HeadImages(image, raw, mask, mask, null, raw);
        }

        private NDArray logits(HeadImages pictures, NDArray labels) {
            return discriminator.project(ops, judge, discriminator.look(ops, judge, pictures), labels);
        }

        private NDArray labels(float[] rows) {
            return session.memory().create(rows, new Shape(n, labelLength));
        }

        private NDArray exchanged(float[] rows) {
            return labels(LabelShuffle.exchange(rows, labelLength, PatchBatches.PLACED, batch.exchange()));
        }

        private void add(String name, NDArray value) {
            terms.put(name, (double) value.getFloat());
        }
    }

    @Override
    public void close() {
        generatorOptimiser.close();
        discriminatorOptimiser.close();
    }
}
