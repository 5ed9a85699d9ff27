package org.balancehead.model.inversion;

import java.util.List;
import java.util.function.Function;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;

/** Grades a head against the pictures that supervise it. */
final class RevisionMeasure {
    private static final float FOREGROUND = 0.5f;

    private final SupervisingViews views;
    private final SemanticEncoder descriptor;
    private final float[] person;

    /** @param descriptor tells by the face who somebody is */
    RevisionMeasure(SupervisingViews views, SemanticEncoder descriptor) {
        this.views = views;
        this.descriptor = descriptor;
        person = descriptor.encode(SupervisingViews.onWhite(views.frontal()));
    }

    /** The semantic feature of the frontal picture. */
    float[] person() {
        return person.clone();
    }

    /**
     * How a head does.
     *
     * @param psnr in dB, to all supervising pictures where head is and the source is known
     * @param front the head from the frontal picture's camera, as large as that picture
     */
    record Grade(double psnr, RgbImage front) {}

    /** @param picture the head from a camera, on white, of any size */
    Grade grade(Function<CameraPose, RgbImage> picture) {
        int side = views.frontal().crop().width();
        List<RgbImage> pictures = views.all().stream()
                .map(view -> Resampling.resize(picture.apply(view.camera()), side, side))
                .toList();
        double error = 0;
        double count = 0;
        for (int v = 0; v < pictures.size(); v++) {
            AlignedHead view = views.all().get(v);
            RgbImage made = pictures.get(v);
            RgbImage truth = SupervisingViews.onWhite(view);
            for (int i = 0; i < made.width() * made.height(); i++) {
                if (view.mask().alpha()[i] > FOREGROUND && view.known().alpha()[i] > FOREGROUND) {
                    for (int c = 0; c < 3; c++) {
                        double off = ((made.rgb()[i * 3 + c] & 0xff) - (truth.rgb()[i * 3 + c] & 0xff)) / 255.0;
                        error += off * off;
                    }
                    count += 3;
                }
            }
        }
        return new Grade(Psnr.ofMeanSquare(error / Math.max(1, count)), pictures.get(0));
    }

    /** Cosine of the descriptors of the frontal picture and of the head from its camera. */
    double identity(Grade grade) {
        return SemanticEncoder.cosine(person, descriptor.encode(grade.front()));
    }
}
