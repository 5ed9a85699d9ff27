package org.balancehead.model.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.Weights;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartPreset;
import org.balancehead.model.inversion.HeadEncoder;
import org.balancehead.model.tensor.AdamOptimiser;
import org.balancehead.model.tensor.ParameterMap;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.training.closedform.ClosedForm;

/**
 * Trains encoder and generator together by multi-view reconstruction: the closed form first, then everything by
 * rendered rays. Each step draws from its own seed, so that a resumed run equals an unbroken one.
 */
public final class ReconstructionTraining implements AutoCloseable {
    private static final int EVALUATED = 12;

    private final TensorEngine engine;
    private final TrainingPlan plan;
    private final ChartPreset preset;
    private final PackedViews data;
    private final PackedViews held;
    private final RunFolder run;
    private final LossCurves curves;
    private final Consumer<String> log;
    private final ParameterMap weights;
    private final MovingAverage average;
    private int step;

    /**
     * Opens a run: goes on from its newest state, or makes the closed form.
     *
     * @param data what is trained on; the sides of its views are multiples of 128 pixels
     * @param held identities for figures and sheets alone
     * @param log hears a line now and then
     */
    public ReconstructionTraining(
            TensorEngine engine,
            TrainingPlan plan,
            PackedViews data,
            PackedViews held,
            Path folder,
            Consumer<String> log)
            throws IOException {
        this.engine = engine;
        this.plan = plan;
        this.data = data;
        this.held = held;
        this.log = log;
        preset = ChartPreset.load(plan.preset());
        run = new RunFolder(folder);
        curves = new LossCurves(folder);
        Optional<Checkpoint> state = run.latest();
        if (state.isPresent()) {
            weights = Weights.load(state.get().tensors("weights.safetensors"), engine);
            average = new MovingAverage(engine, weights);
            restoreAverage(state.get());
            step = RunFolder.step(state.get());
        } else {
            weights = new ParameterMap(engine);
            startInClosedForm();
            average = new MovingAverage(engine, weights);
        }
    }

    private void restoreAverage(Checkpoint state) {
        state.tensors("average.safetensors")
                .forEach((name, tensor) -> average.weights().get(name).set(tensor.values()));
    }

    private void startInClosedForm() throws IOException {
        Random random = new Random(plan.seed());
        ChartGenerator.initialise(preset, weights, random);
        HeadEncoder.initialise(preset, weights, random);
        try (ClosedForm closedForm = new ClosedForm(engine, preset, data, this::onMap)) {
            closedForm.putChart(weights);
            closedForm.putEncoder(weights, data);
        }
        log.accept("closed form done");
        report(weights, 0);
    }

    private void onMap(int done) {
        if (done % 250 == 0) {
            log.accept("maps %d/%d".formatted(done, data.identities()));
        }
    }

    private Random stepRandom(int index) {
        return new Random(plan.seed() * 1_000_003L + index);
    }

    /**
     * Takes the remaining steps; saves, evaluates and draws a sheet after every {@code every} of them.
     *
     * @param every steps between states
     */
    public void train(int every) throws IOException {
        try (ReconstructionSteps steps = new ReconstructionSteps(engine, preset, weights, data)) {
            restore(steps.optimiser());
            Figures figures = new Figures();
            while (step < plan.steps()) {
                figures.add(steps.step(stepRandom(step), LearningRates.factor(step, plan.steps())));
                step++;
                average.update(step);
                if (step % 100 == 0) {
                    log.accept("step %d/%d: %s".formatted(step, plan.steps(), figures.words()));
                    curves.add(step, figures.means());
                    figures = new Figures();
                }
                if (step % every == 0 || step == plan.steps()) {
                    run.save(
                            plan,
                            step,
                            weights,
                            average.weights(),
                            steps.optimiser().moments());
                    report(average.weights(), step);
                }
            }
        }
    }

    private void restore(AdamOptimiser optimiser) throws IOException {
        Optional<Checkpoint> state = run.latest();
        if (state.isPresent()) {
            optimiser.restore(RunFolder.moments(state.get()), step);
        }
    }

    /**
     * Makes a checkpoint of the averaged weights, which are changed thereby.
     *
     * @param target a folder that does not exist
     * @param name the model's name
     * @param version which training of that name
     */
    public void finish(Path target, String name, String version) throws IOException {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("data", "synthetic heads of the MakeHuman assets");
        training.put("identities", data.identities());
        training.put("viewsOfEach", data.views());
        training.put("firstSeed", data.seed(0));
        training.put("steps", step);
        training.put("seed", plan.seed());
        new FinishedCheckpoint(engine, plan, data, held, average.weights(), log).write(target, name, version, training);
    }

    private void report(ParameterMap parameters, int at) throws IOException {
        ChartGenerator generator = new ChartGenerator(preset, parameters);
        EncodedHeads heads = new EncodedHeads(new HeadEncoder(parameters), generator, held);
        Map<Integer, Double> psnr = new HeldOutEvaluation(engine, heads).oneRayPsnr(EVALUATED);
        log.accept("held-out PSNR at 64², one ray a pixel, by yaw: " + psnr);
        Map<String, Double> figures = new LinkedHashMap<>();
        psnr.forEach((yaw, value) -> figures.put("held-out psnr " + yaw, value));
        curves.add(at, figures);
        curves.plot();
        List<CameraPose> cameras = IntStream.range(0, held.views())
                .mapToObj(view -> held.camera(0, view))
                .toList();
        SampleSheet.write(engine, heads, cameras, run.samples(at));
    }

    @Override
    public void close() {
        average.close();
        weights.close();
    }

    /** Means of the loss terms since the last line. */
    private static final class Figures {
        private int count;
        private double colour;
        private double opacity;
        private double depth;
        private double surface;

        void add(ReconstructionObjective.Terms terms) {
            count++;
            colour += terms.colour();
            opacity += terms.opacity();
            depth += terms.depth();
            surface += terms.surface();
        }

        Map<String, Double> means() {
            return Map.of(
                    "colour", colour / count,
                    "opacity", opacity / count,
                    "depth", depth / count,
                    "surface", surface / count);
        }

        String words() {
            return "colour %.4f opacity %.4f depth %.5f surface %.5f"
                    .formatted(colour / count, opacity / count, depth / count, surface / count);
        }
    }
}
