package org.balancehead.actors.fakes;

import java.util.Optional;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.RgbImage;

/**
 * Reads its answer from the frame's first pixel: dark frames show nobody; else red tells the yaw (128 is 0°, one step
 * is half a degree) and green the score (255 is 1).
 */
public final class FakeFaceAnalyzer implements FaceAnalyzer {
    @Override
    public FaceAnalysis analyse(RgbImage frame) {
        int red = frame.channel(0, 0, 0);
        int green = frame.channel(0, 0, 1);
        return red < 20 && green < 20 ? Heads.nobody() : Heads.seen((red - 128) / 2.0, green / 255.0);
    }

    @Override
    public Optional<FacePose> follow(RgbImage frame, FacePose before) {
        return analyse(frame).pose();
    }

    @Override
    public void close() {}
}
