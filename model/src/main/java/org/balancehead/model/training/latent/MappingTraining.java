package org.balancehead.model.training.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.balancehead.model.generator.MappingNetwork;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.generator.chart.LinearChart;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorOps;
import org.balancehead.model.tensor.TensorSession;
import org.balancehead.model.training.MovingAverage;
import org.balancehead.model.training.closedform.ClosedForm;
import org.balancehead.model.training.objective.FeatureScale;
import org.balancehead.model.training.objective.NonSaturatingLoss;
import org.balancehead.model.training.objective.R1Penalty;
import org.balancehead.model.training.objective.SoundTerms;
import org.balancehead.model.training.objective.ViCiCoLoss;

/**
 * Trains the mapping network, z and semantic condition to w, against a discriminator in w space.
 *
 * <p>The w of heads lie in clusters, for there are so many ways to wear hair, and what is between two of them is no
 * head: a network that is fitted to w in the mean draws ghosts. The discriminator is told the condition, and ViCiCo
 * (BalanceHead, section 3.3) gives it w beside the conditions of other heads as further negatives. Conditions are
 * varied, so that each is not of one head alone.
 */
public final class MappingTraining {
    private static final double DECAY_FROM = 0.3;
    private static final double DECAY_FLOOR = 0.02;

    /** Generator and discriminator chase each other. */
    private static final double BETA_1 = 0;

    private static final double AVERAGE = 0.999;
    private static final R1Penalty R1 = new R1Penalty(0.5, 0, 4);
    private static final ViCiCoLoss VICICO = new ViCiCoLoss(0.5);

    /** Heads that are compared for {@link LatentQuality}. */
    private static final int COMPARED = 1500;

    private final TensorEngine engine;
    private final ChartPreset preset;
    private final LatentSettings settings;
    private final LatentHeads heads;
    private final FeatureScale told;
    private final float[][] conditions;
    private final MappingNetwork mapping;
    private final LatentDiscriminator discriminator;

    /** @param heads two or more */
    public MappingTraining(TensorEngine engine, ChartPreset preset, LatentSettings settings, LatentHeads heads) {
        this.engine = engine;
        this.settings = settings;
        this.preset = preset;
        this.heads = heads;
        told = FeatureScale.of(heads.features());
        conditions = told.apply(heads.features());
        mapping = ChartGenerator.mapping(preset);
        discriminator = new LatentDiscriminator(preset.wDimension(), conditions[0].length, settings);
    }

    /** Puts the network's weights and w_avg, newly trained; {@code weights} hold the chart. */
    public LatentQuality train(ParameterMap weights, Random random) {
        LatentScale scale = LatentScale.of(heads.codes(), change(weights));
        ChartGenerator.initialiseMapping(engine, preset, weights, random);
        try (ParameterMap drawing = new ParameterMap(engine);
                ParameterMap judging = discriminator.layout().draw(engine, random)) {
            List<String> names = weights.names().stream()
                    .filter(name -> name.startsWith("mapping.") && !name.equals("mapping.w_avg"))
                    .toList();
            names.forEach(name -> drawing.copy(weights, name));
            try (Adversaries adversaries = new Adversaries(scale, drawing, judging)) {
                adversaries.train(settings.steps(heads.count()), random);
                ParameterMap average = adversaries.average.weights();
                LatentQuality quality = quality(average, scale, random);
                names.forEach(name -> weights.copy(average, name));
                told.fold(weights, "mapping.embed", 1, 0);
                weights.put("mapping.w_avg", scale.mean(), preset.wDimension());
                return quality;
            }
        }
    }

    /** How far each entry of w changes the chart map: {@code [K]}. */
    private float[] change(ParameterMap weights) {
        try (TensorSession session = engine.inference()) {
            return new LinearChart(preset, weights)
                    .components(session)
                    .reshape(preset.wDimension(), -1)
                    .mul(ClosedForm.weight(session, preset))
                    .square()
                    .sum(new int[] {1})
                    .sqrt()
                    .toFloatArray();
        }
    }

    private LatentQuality quality(ParameterMap weights, LatentScale scale, Random random) {
        int count = Math.min(COMPARED, heads.count());
        int[] rows = IntStream.range(0, count)
                .map(i -> (int) ((long) i * heads.count() / count))
                .toArray();
        try (TensorSession session = engine.inference()) {
            NDArray w =
                    mapping.map(session.ops(), weights, latents(session, random, count), told(session, rows, random));
            return LatentQuality.of(
                    scaled(session, scale, rows(session, heads.codes(), rows)), scaled(session, scale, w));
        }
    }

    private static float[][] scaled(TensorSession session, LatentScale scale, NDArray w) {
        float[] flat = scale.apply(session, w).toFloatArray();
        int entries = scale.mean().length;
        return IntStream.range(0, flat.length / entries)
                .mapToObj(i -> Arrays.copyOfRange(flat, i * entries, (i + 1) * entries))
                .toArray(float[][]::new);
    }

    private NDArray latents(TensorSession session, Random random, int count) {
        float[] z = new float[count * preset.zDimension()];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        return session.memory().create(z, new Shape(count, preset.zDimension()));
    }

    /** Conditions like those of some heads, as they are varied where heads are drawn: {@code [N, C]}. */
    private NDArray told(TensorSession session, int[] rows, Random random) {
        NDArray own = rows(session, conditions, rows);
        NDArray from = rows(session, conditions, some(random, rows.length));
        NDArray to = rows(session, conditions, some(random, rows.length));
        return ChartGenerator.varied(session.ops(), own, from, to);
    }

    private int[] some(Random random, int count) {
        return random.ints(count, 0, heads.count()).toArray();
    }

    private static NDArray rows(TensorSession session, float[][] table, int[] rows) {
        int width = table[0].length;
        float[] picked = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(table[rows[i]], 0, picked, i * width, width);
        }
        return session.memory().create(picked, new Shape(rows.length, width));
    }

    /** Mapping network and discriminator, and what moves them. */
    private final class Adversaries implements AutoCloseable {
        private final LatentScale scale;
        private final ParameterMap drawing;
        private final ParameterMap judging;
        private final AdamOptimiser drawn;
        private final AdamOptimiser judged;
        private final MovingAverage average;

        Adversaries(LatentScale scale, ParameterMap drawing, ParameterMap judging) {
            this.scale = scale;
            this.drawing = drawing;
            this.judging = judging;
            double layers = settings.rate() / mapping.settings().rate();
            drawn = new AdamOptimiser(
                    engine,
                    drawing,
                    drawing.names(),
                    name -> name.contains(".embed.") ? settings.rate() : layers,
                    BETA_1);
            judged = new AdamOptimiser(engine, judging, judging.names(), name -> settings.rate(), BETA_1);
            average = new MovingAverage(engine, drawing);
        }

        void train(int steps, Random random) {
            for (int step = 0; step < steps; step++) {
                double left = (steps - step) / (double) steps;
                take(step, random, left > DECAY_FROM ? 1 : Math.max(DECAY_FLOOR, left / DECAY_FROM));
                average.follow(Math.min(AVERAGE, (1.0 + step) / (10.0 + step)));
            }
        }

        private void take(int step, Random random, double factor) {
            int[] shown = some(random, settings.batch());
            int[] others = some(random, settings.batch());
            try (TensorSession session = engine.gradients()) {
                TensorOps ops = session.ops();
                NDArray own = told(session, shown, random);
                NDArray other = told(session, others, random);
                NDArray real = ops.detach(scale.apply(session, rows(session, heads.codes(), shown)));
                real.setRequiresGradient(R1.due(step));
                NDArray fake = scale.apply(
                        session, mapping.map(ops, drawing, latents(session, random, settings.batch()), other));
                NDArray convinced = NonSaturatingLoss.generator(ops, logits(ops, fake, other));
                NDArray[] towards = ops.grad(List.of(convinced), drawn.parameters(), false);

                NDArray seenFake = discriminator.look(ops, judging, ops.detach(fake));
                NDArray seenReal = discriminator.look(ops, judging, real);
                NDArray realLogits = discriminator.project(ops, judging, seenReal, own);
                NDArray mistaken = NonSaturatingLoss.discriminator(
                                ops, discriminator.project(ops, judging, seenFake, other), realLogits)
                        .add(VICICO.of(
                                ops,
                                discriminator.project(ops, judging, seenFake, own),
                                discriminator.project(ops, judging, seenReal, other)));
                if (R1.due(step)) {
                    mistaken = mistaken.add(R1.of(ops, List.of(real), realLogits));
                }
                SoundTerms.check(step, Map.of("mapping", (double) convinced.getFloat(), "w space", (double)
                        mistaken.getFloat()));
                NDArray[] apart = ops.grad(List.of(mistaken), judged.parameters(), false);
                drawn.step(List.of(towards), factor);
                judged.step(List.of(apart), factor);
            }
        }

        private NDArray logits(TensorOps ops, NDArray w, NDArray conditions) {
            return discriminator.project(ops, judging, discriminator.look(ops, judging, w), conditions);
        }

        @Override
        public void close() {
            drawn.close();
            judged.close();
            average.close();
        }
    }
}
