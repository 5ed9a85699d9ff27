package org.balancehead.model.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.CapturedViews;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Stage;
import org.jspecify.annotations.Nullable;

/** Measures a model's way from a person's frames to views of the refined avatar, as a session goes it. */
public final class HeadModelBenchmark {
    private static final int CAPTURED = 8;
    private static final int PREVIEWS = 5;
    private static final int VIEWS = 40;
    private static final CameraPose FRONT = CameraPose.orbit(0, 0);

    private final FaceAnalyzer analyzer;
    private final HeadModel model;
    private final Stopwatch stopwatch;
    private final int threads;
    private final Consumer<Figure> report;

    /**
     * @param threads as many as the engine is set to
     * @param report hears each figure as soon as it is measured
     */
    public HeadModelBenchmark(
            FaceAnalyzer analyzer, HeadModel model, Stopwatch stopwatch, int threads, Consumer<Figure> report) {
        this.analyzer = analyzer;
        this.model = model;
        this.stopwatch = stopwatch;
        this.threads = threads;
        this.report = report;
    }

    /**
     * Measures with the frames of one person.
     *
     * @throws IllegalArgumentException when none of them shows the face from the front
     */
    public void run(List<RgbImage> frames) {
        CapturedViews captured = new CapturedViews(CAPTURED);
        RgbImage frontal = capture(frames, captured);
        report(
                "face_analysis_ms",
                stopwatch.measure(1, PREVIEWS, () -> analyzer.analyse(frontal)).map(s -> s * 1e3),
                "ms");
        preview(frontal);
        List<Refined> refined = new ArrayList<>();
        MemoryUse memory = MemoryUse.of(() -> refined.add(refine(captured.supervision())));
        report("refined_avatar_s", Samples.of(List.of(refined.get(0).seconds()), memory), "s");
        try (Avatar avatar = refined.get(0).avatar()) {
            views(avatar);
        }
    }

    private RgbImage capture(List<RgbImage> frames, CapturedViews captured) {
        @Nullable RgbImage frontal = null;
        for (RgbImage frame : frames) {
            if (captured.offer(analyzer.analyse(frame))) {
                frontal = frame;
            }
        }
        if (frontal == null) {
            throw new IllegalArgumentException("No frame shows the face from the front.");
        }
        return frontal;
    }

    /** From a frame to the first picture of the encoder's avatar. */
    private void preview(RgbImage frame) {
        Samples seconds = stopwatch.measure(1, PREVIEWS, () -> {
            FaceAnalysis analysis = analyzer.analyse(frame);
            AlignedHead head = analysis.head().orElseThrow();
            try (Inversion inversion = model.invert(List.of(head));
                    Avatar avatar = inversion.step().revised().orElseThrow()) {
                model.render(avatar, FRONT);
            }
        });
        report("first_preview_ms", seconds.map(s -> s * 1e3), "ms");
    }

    /** The best avatar of an inversion, and how long that took. */
    private record Refined(Avatar avatar, double seconds) {}

    /** A whole inversion; its stages' steps on the way. */
    private Refined refine(List<AlignedHead> supervision) {
        Map<Stage, StageTime> stages = new EnumMap<>(Stage.class);
        Optional<Avatar> best = Optional.empty();
        double total = 0;
        try (Inversion inversion = model.invert(supervision)) {
            while (!inversion.finished()) {
                long begin = stopwatch.nanoTime().getAsLong();
                InversionProgress progress = inversion.step();
                double seconds = (stopwatch.nanoTime().getAsLong() - begin) / 1e9;
                total += seconds;
                stages.computeIfAbsent(progress.stage(), stage -> new StageTime())
                        .add(progress.step(), seconds);
                if (progress.revised().isPresent()) {
                    best.ifPresent(Avatar::close);
                    best = progress.revised();
                }
            }
        }
        reportSteps("encoder_stage_ms", stages.get(Stage.ENCODER));
        reportSteps("w_step_ms", stages.get(Stage.W));
        reportSteps("w_plus_step_ms", stages.get(Stage.W_PLUS));
        reportSteps("tuning_step_ms", stages.get(Stage.TUNING));
        return new Refined(best.orElseThrow(), total);
    }

    private void views(Avatar avatar) {
        int[] view = {0};
        Samples seconds = stopwatch.measure(
                5, VIEWS, () -> model.render(avatar, CameraPose.orbit(view[0]++ * 360.0 / VIEWS - 180, 0)));
        report("views_per_second", seconds.map(s -> 1 / s), "views/s");
    }

    private void reportSteps(String name, @Nullable StageTime stage) {
        if (stage != null) {
            report(name, stage.perStep().map(s -> s * 1e3), "ms");
        }
    }

    private void report(String name, Samples samples, String unit) {
        report.accept(Figure.of(name, samples, unit, threads, model.version().preset()));
    }
}
