package org.balancehead.server.reconstruction;

import java.util.List;
import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.Advice;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.FaceBox;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;

/** Reads the analysis out of a plain picture's colour, so that files of any format carry it. */
public final class ColourCodedAnalyzer implements FaceAnalyzer {
    private static final List<Advice> ADVICES = List.of(Advice.values());
    private static final int ADVICE_STEP = 25;
    private static final double YAW_STEP = 5;
    private static final int SIZE = 32;

    /** A picture of one colour that says what is to be seen in it; the yaw in steps of five degrees. */
    public static RgbImage picture(Advice advice, int yawDegrees, double score) {
        byte[] rgb = new byte[64 * 64 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) (ADVICES.indexOf(advice) * ADVICE_STEP);
            rgb[i + 1] = (byte) (128 + yawDegrees);
            rgb[i + 2] = (byte) (score * 255);
        }
        return new RgbImage(64, 64, rgb);
    }

    @Override
    public FaceAnalysis analyse(RgbImage frame) {
        Advice advice = ADVICES.get(Math.round(frame.channel(30, 30, 0) / (float) ADVICE_STEP));
        boolean alone = advice != Advice.NO_FACE && advice != Advice.SEVERAL_FACES;
        double yaw = Math.round((frame.channel(30, 30, 1) - 128) / YAW_STEP) * YAW_STEP;
        return new FaceAnalysis(
                advice,
                frame.channel(30, 30, 2) / 255.0,
                Optional.of(new FacePose(yaw, 0, 0, new FaceBox(0, 0, 1, 1))),
                alone ? Optional.of(head(yaw)) : Optional.empty());
    }

    @Override
    public Optional<FacePose> follow(RgbImage frame, FacePose before) {
        return analyse(frame).pose();
    }

    @Override
    public void close() {}

    private static AlignedHead head(double yaw) {
        Mask all = new Mask(SIZE, SIZE, new float[SIZE * SIZE]);
        RgbImage crop = new RgbImage(SIZE, SIZE, new byte[SIZE * SIZE * 3]);
        return new AlignedHead(crop, all, CameraPose.orbit(yaw, 0), all);
    }
}
