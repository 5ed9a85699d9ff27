package org.balancehead.model.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.balancehead.model.image.Mask;
import org.balancehead.model.image.RgbImage;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Face analysis with MediaPipe's networks on OpenCV: detection, landmarks, head pose, matting, aligned crop.
 *
 * <p>Holds about 30 MB of native memory until it is closed. One thread at a time; several analyzers may run beside each
 * other, each on one core.
 */
public final class MediaPipeFaceAnalyzer implements FaceAnalyzer {
    private static final int DEFAULT_CROP_SIZE = 256;

    /** Below this the landmarks do not lie on a face. */
    private static final double MIN_FACE_LOGIT = 0;

    /** From here on the landmarks tell the pose truly. */
    private static final double MIN_POSE_LOGIT = 8;

    /** Measured errors of the pose grow from 3° here to 30° at 75°. */
    private static final double MAX_POSE_YAW_DEGREES = 60;

    /** People farther back, and faces on posters, are smaller than this part of the nearest face. */
    private static final double SECOND_FACE_SIZE = 0.5;

    private static final FaceAnalysis NOBODY = new FaceAnalysis(Advice.NO_FACE, 0, Optional.empty(), Optional.empty());

    private final int cropSize;
    private final FaceDetector fullRange = FaceDetector.fullRange();
    private final FaceDetector shortRange = FaceDetector.shortRange();
    private final FaceMesh mesh = new FaceMesh();
    private final PersonMatting matting = new PersonMatting();
    private final CanonicalFace canonicalFace = CanonicalFace.load();

    private MediaPipeFaceAnalyzer(int cropSize) {
        this.cropSize = cropSize;
    }

    /** Loads the bundled networks; crops have 256² pixels. */
    public static MediaPipeFaceAnalyzer open() {
        return open(DEFAULT_CROP_SIZE);
    }

    /**
     * Loads the bundled networks.
     *
     * @param cropSize side of the aligned crops in pixels, at least 16
     */
    public static MediaPipeFaceAnalyzer open(int cropSize) {
        if (cropSize < 16) {
            throw new IllegalArgumentException("Crops must be at least 16 pixels wide, not " + cropSize + ".");
        }
        setNumThreads(1);
        return new MediaPipeFaceAnalyzer(cropSize);
    }

    @Override
    @SuppressWarnings("try") // the scope frees by being closed; nothing else is done with it
    public FaceAnalysis analyse(RgbImage frame) {
        try (PointerScope scope = new PointerScope()) {
            return analyse(Pictures.of(frame));
        }
    }

    @Override
    @SuppressWarnings("try") // the scope frees by being closed; nothing else is done with it
    public Optional<FacePose> follow(RgbImage frame, FacePose before) {
        try (PointerScope scope = new PointerScope()) {
            Mat picture = Pictures.of(frame);
            FaceLandmarks face = mesh.locate(picture, before);
            return face.logit() >= MIN_POSE_LOGIT
                    ? Optional.of(pose(picture, face, HeadFrame.of(HeadPose.fit(face, canonicalFace))))
                    : Optional.empty();
        }
    }

    private static FacePose pose(Mat picture, FaceLandmarks face, HeadFrame frame) {
        return new FacePose(
                frame.camera().yawDegrees(),
                frame.camera().pitchDegrees(),
                Math.toDegrees(frame.square().turn()),
                face.box(picture.cols(), picture.rows()));
    }

    private FaceAnalysis analyse(Mat picture) {
        List<FaceLandmarks> faces = faces(picture);
        if (faces.isEmpty()) {
            return NOBODY;
        }
        FaceLandmarks face = faces.get(0);
        HeadFrame frame = HeadFrame.of(HeadPose.fit(face, canonicalFace));
        FacePatch patch = FacePatch.of(picture, face);
        float[] inside = frame.square().inside(picture, cropSize);
        FrontalScore score = FrontalScore.of(frame, patch, inside, cropSize);
        boolean alone = faces.size() == 1;
        boolean poseKnown =
                face.logit() >= MIN_POSE_LOGIT && Math.abs(frame.camera().yawDegrees()) <= MAX_POSE_YAW_DEGREES;
        return new FaceAnalysis(
                alone ? FrameCheck.check(frame, face, patch, score) : Advice.SEVERAL_FACES,
                score.value(),
                Optional.of(pose(picture, face, frame)),
                alone && poseKnown ? Optional.of(cut(picture, frame, inside)) : Optional.empty());
    }

    /**
     * The largest face and, when there are others of about its size, one of them. The full-range detector sees every
     * one of a group; the short-range one helps out with faces that fill the picture.
     */
    private List<FaceLandmarks> faces(Mat picture) {
        List<FaceLandmarks> faces = confirmed(picture, fullRange.detect(picture));
        return faces.isEmpty() ? confirmed(picture, shortRange.detect(picture)) : faces;
    }

    private List<FaceLandmarks> confirmed(Mat picture, List<FaceDetection> detections) {
        List<FaceDetection> largestFirst = new ArrayList<>(detections);
        largestFirst.sort(Comparator.comparingDouble(FaceDetection::size).reversed());
        List<FaceLandmarks> faces = new ArrayList<>();
        double minSize = 0;
        for (FaceDetection detection : largestFirst) {
            if (faces.size() == 2 || detection.size() < minSize) {
                break;
            }
            FaceLandmarks face = mesh.locate(picture, detection);
            if (face.logit() >= MIN_FACE_LOGIT && faces.stream().noneMatch(face::onSameFaceAs)) {
                faces.add(face);
                minSize = Math.max(minSize, SECOND_FACE_SIZE * detection.size());
            }
        }
        return faces;
    }

    private AlignedHead cut(Mat picture, HeadFrame frame, float[] inside) {
        RgbImage crop = Pictures.toImage(frame.square().cut(picture, cropSize, BORDER_REPLICATE));
        float[] person = matting.matte(picture, frame.square(), cropSize);
        float[] known = new float[inside.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = inside[i] >= 0 ? 1 : 0;
        }
        Mask mask = HeadMask.of(person, inside, cropSize);
        return new AlignedHead(crop, mask, frame.camera(), new Mask(cropSize, cropSize, known));
    }

    @Override
    public void close() {
        fullRange.close();
        shortRange.close();
        mesh.close();
        matting.close();
    }
}
