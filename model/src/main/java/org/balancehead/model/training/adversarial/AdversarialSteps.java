package org.balancehead.model.training.adversarial;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.model.generator.HeadImages;
import org.balancehead.model.generator.SynthesisedHead;
import org.balancehead.model.generator.Truncation;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterLayout;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.objective.NonSaturatingLoss;
import org.balancehead.model.training.objective.SoundTerms;

/**
 * Steps of an adversarial training: each generates pictures once, and moves the generator by what the discriminator
 * says of them, and the discriminator by real and generated ones. Confined to one thread.
 */
final class AdversarialSteps implements AutoCloseable {
    /** Adam's first moments where two networks chase each other (StyleGAN). */
    private static final double BETA_1 = 0;

    /** How slowly w's average follows. */
    private static final double W_AVERAGE_DECAY = 0.998;

    private final TensorEngine engine;
    private final Networks networks;
    private final AdversarialSettings settings;
    private final boolean vicico;
    private final int labelLength;
    private final AdamOptimiser generatorOptimiser;
    private final AdamOptimiser discriminatorOptimiser;

    /** @param vicico whether mismatched labels are negatives too */
    AdversarialSteps(
            TensorEngine engine, Networks networks, AdversarialSettings settings, boolean vicico, int labelLength) {
        this.engine = engine;
        this.networks = networks;
        this.settings = settings;
        this.vicico = vicico;
        this.labelLength = labelLength;
        generatorOptimiser = new AdamOptimiser(
                engine,
                networks.generatorWeights,
                trained(networks.generator.layout(), networks.generatorWeights),
                name -> settings.generatorRate(),
                BETA_1);
        discriminatorOptimiser = new AdamOptimiser(
                engine,
                networks.discriminatorWeights,
                trained(networks.discriminator.layout(), networks.discriminatorWeights),
                name -> settings.discriminatorRate(),
                BETA_1);
    }

    private static List<String> trained(ParameterLayout layout, ParameterMap weights) {
        return weights.names().stream().filter(layout::trained).toList();
    }

    AdamOptimiser generatorOptimiser() {
        return generatorOptimiser;
    }

    AdamOptimiser discriminatorOptimiser() {
        return discriminatorOptimiser;
    }

    /** Takes a step; returns the terms of the losses, means over the batch's parts. */
    Map<String, Double> take(AdversarialBatch batch) {
        int parts = settings.accumulated();
        Map<String, Double> terms = new LinkedHashMap<>();
        try (GradientSum generator = new GradientSum(engine, parts);
                GradientSum discriminator = new GradientSum(engine, parts)) {
            for (int part = 0; part < parts; part++) {
                try (TensorSession session = engine.gradients()) {
                    new Part(session, batch, part).take(generator, discriminator, terms);
                }
            }
            SoundTerms.check(batch.step(), terms);
            generatorOptimiser.step(generator.means(), 1);
            discriminatorOptimiser.step(discriminator.means(), 1);
        }
        return terms;
    }

    /** Generator and discriminator on one part of a batch. */
    private final class Part {
        private final TensorSession session;
        private final TensorOps ops;
        private final int step;
        private final long seen;
        private final BatchPart data;

        Part(TensorSession session, AdversarialBatch batch, int part) {
            this.session = session;
            ops = session.ops();
            step = batch.step();
            seen = (long) step * settings.batch();
            int side = settings.rawSide().at(seen);
            data = BatchPart.of(session, batch, part, settings.accumulated(), side, labelLength);
        }

        void take(GradientSum generator, GradientSum discriminator, Map<String, Double> terms) {
            HeadImages fake = generate();
            NDArray fooled = judge(shown(fake, fake.raw()), data.fakeLabels());
            NDArray loss = NonSaturatingLoss.generator(ops, fooled);
            add(terms, "generator", loss);
            generator.add(session, ops.grad(List.of(loss), generatorOptimiser.parameters(), false));
            discriminator.add(session, discriminate(detached(fake), terms));
        }

        private HeadImages generate() {
            ParameterMap weights = networks.generatorWeights;
            NDArray w = networks.generator.mapping().map(ops, weights, data.latents(), data.conditions());
            followAverage(weights.get("mapping.w_avg"), w);
            NDArray ws =
                    networks.generator.mapping().repeat(ops, weights, w, networks.generator.layers(), Truncation.NONE);
            SynthesisedHead head = networks.generator.synthesise(ops, weights, ws);
            return networks.generator.render(
                    ops, weights, head, data.cameras(), settings.rawSide().at(seen));
        }

        private void followAverage(NDArray average, NDArray w) {
            NDArray mean = ops.detach(w.mean(new int[] {0}));
            ops.movingAverage(List.of(average), List.of(mean), W_AVERAGE_DECAY);
        }

        private HeadImages detached(HeadImages fake) {
            NDArray raw = ops.detach(fake.raw());
            return new HeadImages(ops.detach(fake.image()), raw, raw, ops.detach(fake.mask()), null, raw);
        }

        /** The loss's gradient by the discriminator's weights. */
        private NDArray[] discriminate(HeadImages fake, Map<String, Double> terms) {
            boolean penalised = settings.r1().due(step);
            HeadImages real = shown(data.real(), blurred(data.real().raw()));
            if (penalised) {
                real = requiringGradients(real);
            }
            NDArray seenFake = look(shown(fake, fake.raw()));
            NDArray seenReal = look(real);
            NDArray fakeLogits = project(seenFake, data.fakeLabels());
            NDArray realLogits = project(seenReal, data.labels());
            NDArray loss = NonSaturatingLoss.discriminator(ops, fakeLogits, realLogits);
            add(terms, "discriminator", loss);
            add(terms, "logit of real", realLogits.mean());
            add(terms, "logit of generated", fakeLogits.mean());
            if (vicico) {
                NDArray mismatched = settings.vicico()
                        .of(ops, project(seenFake, data.wrongFakeLabels()), project(seenReal, data.wrongLabels()));
                add(terms, "ViCiCo", mismatched);
                loss = loss.add(mismatched);
            }
            if (penalised) {
                NDArray penalty = settings.r1().of(ops, real, realLogits);
                add(terms, "R1", ops.scaled(penalty, 1.0 / settings.r1().interval()));
                loss = loss.add(penalty);
            }
            return ops.grad(List.of(loss), discriminatorOptimiser.parameters(), false);
        }

        private HeadImages requiringGradients(HeadImages real) {
            NDArray image = ops.detach(real.image());
            NDArray raw = ops.detach(real.raw());
            NDArray mask = ops.detach(real.mask());
            for (NDArray array : List.of(image, raw, mask)) {
                array.setRequiresGradient(true);
            }
            return new HeadImages(image, raw, mask, mask, null, raw);
        }

        private HeadImages shown(HeadImages pictures, NDArray raw) {
            return new HeadImages(
                    blurred(pictures.image()), raw, pictures.depth(), pictures.mask(), null, pictures.features());
        }

        private NDArray blurred(NDArray pictures) {
            return settings.blur()
                    .apply(ops, pictures, networks.generator.preset().imageSide(), seen);
        }

        private NDArray judge(HeadImages pictures, NDArray labels) {
            return project(look(pictures), labels);
        }

        private NDArray look(HeadImages pictures) {
            return networks.discriminator.look(ops, networks.discriminatorWeights, pictures);
        }

        private NDArray project(NDArray looked, NDArray labels) {
            return networks.discriminator.project(ops, networks.discriminatorWeights, looked, labels);
        }

        private void add(Map<String, Double> terms, String name, NDArray value) {
            terms.merge(name, value.getFloat() / (double) settings.accumulated(), Double::sum);
        }
    }

    @Override
    public void close() {
        generatorOptimiser.close();
        discriminatorOptimiser.close();
    }
}
