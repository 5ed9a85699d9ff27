package org.balancehead.model.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.generator.chart.ChartRenderer;
import org.balancehead.model.generator.chart.ChartShell;
import org.balancehead.model.generator.chart.DenseRenderer;
import org.balancehead.model.generator.chart.Pictures;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;

/**
 * How near other renderers' finished pictures come to those of the dense renderer: PSNR in dB of four heads, the mean
 * one and three drawn at random, each from a side of its own. Owns the heads.
 */
final class RendererAgreement implements AutoCloseable {
    private static final int DENSE = 384; // samples a ray
    private static final List<CameraPose> SIDES = List.of(
            CameraPose.orbit(40, 10), CameraPose.orbit(0, 0), CameraPose.orbit(90, 0), CameraPose.orbit(180, 20));

    private final TensorEngine engine;
    private final ChartGenerator generator;
    private final NDManager owner;
    private final List<Subject> subjects = new ArrayList<>();

    /** A head, baked, and its dense picture from one side. */
    private record Subject(ChartHead head, ChartShell shell, CameraPose camera, RgbImage dense) {}

    RendererAgreement(TensorEngine engine, ChartGenerator generator) {
        this.engine = engine;
        this.generator = generator;
        owner = engine.newOwner();
        Random random = new Random(1);
        for (int i = 0; i < SIDES.size(); i++) {
            float[] w = new float[generator.preset().wDimension()];
            for (int k = 0; i > 0 && k < w.length; k++) {
                w[k] = (float) random.nextGaussian();
            }
            subjects.add(subject(w, SIDES.get(i)));
        }
    }

    private Subject subject(float[] w, CameraPose camera) {
        DenseRenderer renderer = new DenseRenderer(engine, generator.field(), DENSE);
        try (TensorSession session = engine.inference()) {
            NDArray ws = ChartGenerator.everywhere(session.memory().create(w).expandDims(0));
            ChartHead made = generator.synthesis().synthesise(session.ops(), ws);
            ChartShell shell = generator.bake(session, made).keep(session, owner);
            ChartHead head = new ChartHead(session.keep(made.map(), owner), session.keep(made.planes(), owner));
            int side = generator.preset().neuralResolution();
            return new Subject(head, shell, camera, finished(session, renderer.render(session, head, camera, side)));
        }
    }

    /** The head and its shell that speed is measured with: the mean head, seen aside. */
    ChartHead head() {
        return subjects.get(0).head();
    }

    ChartShell shell() {
        return subjects.get(0).shell();
    }

    CameraPose camera() {
        return subjects.get(0).camera();
    }

    Samples ofPlain(PlainRenderer renderer) {
        return of((session, subject) -> renderer.render(session, subject.head(), subject.camera()));
    }

    Samples ofFast(ChartRenderer renderer) {
        return of((session, subject) -> fast(session, renderer, subject));
    }

    /** PSNR between the fast renderer's pictures and a plain one's, in dB. */
    Samples between(PlainRenderer plain, ChartRenderer fast) {
        List<Double> psnr = new ArrayList<>();
        for (Subject subject : subjects) {
            try (TensorSession session = engine.inference()) {
                RgbImage reference = plain.render(session, subject.head(), subject.camera());
                psnr.add(Psnr.between(reference, fast(session, fast, subject)));
            }
        }
        return Samples.of(psnr);
    }

    private RgbImage fast(TensorSession session, ChartRenderer renderer, Subject subject) {
        int side = generator.preset().neuralResolution();
        return finished(session, renderer.render(session, subject.shell(), subject.camera(), side));
    }

    private Samples of(Picture renderer) {
        List<Double> psnr = new ArrayList<>();
        for (Subject subject : subjects) {
            try (TensorSession session = engine.inference()) {
                psnr.add(Psnr.between(subject.dense(), renderer.of(session, subject)));
            }
        }
        return Samples.of(psnr);
    }

    private RgbImage finished(TensorSession session, NDArray rendering) {
        return Pictures.of(session.ops(), generator.superResolution().enlarge(session.ops(), rendering));
    }

    @Override
    public void close() {
        owner.close();
    }

    /** Makes the finished picture of one subject. */
    private interface Picture {
        RgbImage of(TensorSession session, Subject subject);
    }
}
