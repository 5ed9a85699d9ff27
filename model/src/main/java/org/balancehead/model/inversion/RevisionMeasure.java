package org.balancehead.model.inversion;

import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.generator.chart.ChartGenerator;
import org.balancehead.model.generator.chart.ChartHead;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorSession;

/** Grades a head against the pictures that supervise it. */
final class RevisionMeasure {
    private static final float FOREGROUND = 0.5f;

    private final ChartGenerator generator;
    private final SupervisingViews views;
    private final SemanticEncoder descriptor;
    private final float[] person;

    /** @param descriptor tells by the face who somebody is */
    RevisionMeasure(ChartGenerator generator, SupervisingViews views, SemanticEncoder descriptor) {
        this.generator = generator;
        this.views = views;
        this.descriptor = descriptor;
        person = descriptor.encode(SupervisingViews.onWhite(views.frontal()));
    }

    /** PSNR in dB to all supervising pictures where head is and the source is known. */
    double psnr(TensorSession session, ChartHead head) {
        double error = 0;
        double count = 0;
        for (AlignedHead view : views.all()) {
            int side = view.crop().width();
            RgbImage made = generator.picture(
                    session, head, view.camera(), generator.preset().neuralResolution());
            RgbImage enlarged = Resampling.resize(made, side, side);
            RgbImage truth = SupervisingViews.onWhite(view);
            for (int i = 0; i < side * side; i++) {
                if (view.mask().alpha()[i] > FOREGROUND && view.known().alpha()[i] > FOREGROUND) {
                    for (int c = 0; c < 3; c++) {
                        double off = ((enlarged.rgb()[i * 3 + c] & 0xff) - (truth.rgb()[i * 3 + c] & 0xff)) / 255.0;
                        error += off * off;
                    }
                    count += 3;
                }
            }
        }
        return Psnr.ofMeanSquare(error / Math.max(1, count));
    }

    /** Cosine of the descriptors of the frontal picture and the head from its camera. */
    double identity(TensorSession session, ChartHead head) {
        AlignedHead frontal = views.frontal();
        int resolution = generator.preset().neuralResolution();
        RgbImage made = generator.picture(session, head, frontal.camera(), resolution);
        int side = frontal.crop().width();
        return SemanticEncoder.cosine(person, descriptor.encode(Resampling.resize(made, side, side)));
    }
}
