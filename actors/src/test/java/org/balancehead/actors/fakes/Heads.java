package org.balancehead.actors.fakes;

import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.Advice;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceBox;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;

/** Heads and analyses made up for tests. */
public final class Heads {
    private Heads() {}

    /** A picture of one colour. */
    public static RgbImage picture(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, rgb);
    }

    public static AlignedHead aligned(double yawDegrees) {
        int size = FakeHeadModel.SIZE;
        Mask all = new Mask(size, size, new float[size * size]);
        return new AlignedHead(picture(size, size, 90, 90, 90), all, CameraPose.orbit(yawDegrees, 0), all);
    }

    /** A good frame of a head; frontal up to 15°. */
    public static FaceAnalysis seen(double yawDegrees, double score) {
        return new FaceAnalysis(
                Math.abs(yawDegrees) <= 15 ? Advice.OK : Advice.LOOK_AT_CAMERA,
                score,
                Optional.of(pose(yawDegrees)),
                Optional.of(aligned(yawDegrees)));
    }

    /** A head in the middle of the frame. */
    public static FacePose pose(double yawDegrees) {
        return new FacePose(yawDegrees, 0, 0, new FaceBox(0.3, 0.3, 0.4, 0.4));
    }

    public static FaceAnalysis nobody() {
        return new FaceAnalysis(Advice.NO_FACE, 0, Optional.empty(), Optional.empty());
    }
}
