package org.balancehead.model.face;

import java.util.List;
import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.image.RgbImage;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How far the frame that is found in a synthetic view lies from the view itself, which is the frame by making.
 *
 * @param right of the centre, in parts of the view's side
 * @param down of the centre
 * @param side the found side over the true one
 */
record FrameResidual(
        double yawDegrees, double pitchDegrees, double rollDegrees, double right, double down, double side) {
    private static final CanonicalFace FACE = CanonicalFace.load();

    /** Finds the frame in the view with a white margin about it; empty where no face is seen well enough. */
    static Optional<FrameResidual> of(RgbImage view, CameraPose camera, FaceDetector detector, FaceMesh mesh) {
        int margin = view.width() / 4;
        Mat picture = Pictures.of(TestPictures.framed(view, margin));
        List<FaceDetection> faces = detector.detect(picture);
        if (faces.isEmpty()) {
            return Optional.empty();
        }
        FaceLandmarks face = mesh.locate(picture, faces.get(0));
        if (face.logit() < 8) {
            return Optional.empty();
        }
        HeadFrame frame = HeadFrame.of(HeadPose.fit(face, FACE));
        double middle = margin + view.width() / 2.0;
        return Optional.of(new FrameResidual(
                frame.camera().yawDegrees() - camera.yawDegrees(),
                frame.camera().pitchDegrees() - camera.pitchDegrees(),
                Math.toDegrees(frame.square().turn()),
                (frame.square().centreX() - middle) / view.width(),
                (frame.square().centreY() - middle) / view.width(),
                frame.square().side() / view.width()));
    }
}
