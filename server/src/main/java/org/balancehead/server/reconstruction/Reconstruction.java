package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.balancehead.model.HeadModel;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.SavedAvatar;

/** The offline main job: looks through photos or a clip, inverts the person, and writes the result folder. */
public final class Reconstruction {
    private static final String REPORT = "report.json";
    private static final String AVATAR = "head.avatar";

    /** What the result's folder holds. */
    static final Set<String> FILES =
            Set.of("input.png", "mask.png", "front.png", "contact.png", "views", "orbit.mp4", AVATAR, REPORT);

    private final FaceAnalyzer analyzer;
    private final HeadModel model;
    private final ReconstructionProgress progress;

    /**
     * A job on an analyzer and a model that stay the caller's.
     *
     * @param analyzer its crops are as large as the model's images
     */
    public Reconstruction(FaceAnalyzer analyzer, HeadModel model, ReconstructionProgress progress) {
        this.analyzer = analyzer;
        this.model = model;
        this.progress = progress;
    }

    /**
     * Runs the job; a run that fails leaves nothing behind, and what was there before.
     *
     * @param inputs photos of one person, or one clip
     * @param out the result's folder: new, empty, or an earlier result, which is replaced
     * @param limit of the inversion's compute time
     * @throws UnusableInputException when the inputs or the folder cannot be used
     * @throws IOException when the result cannot be written
     */
    public ReconstructionReport run(List<Path> inputs, Path out, Duration limit)
            throws UnusableInputException, IOException {
        long start = System.nanoTime();
        Footage footage = Footage.of(inputs);
        try (ResultFolder result = ResultFolder.begin(out, REPORT, FILES::contains)) {
            Capture capture = CaptureSearch.search(analyzer, footage, progress);
            try (Refinement refinement = Refinement.run(model, capture.views(), limit, progress)) {
                new ResultPictures(model, refinement.avatar(), progress)
                        .write(capture.views().get(0), result.path());
                SavedAvatar avatar = new SavedAvatar(
                        model.copy(refinement.avatar()), model.version().digest(), capture.views());
                AvatarFile.write(result.path().resolve(AVATAR), avatar, Instant.now(), Optional.empty());
                double seconds = (System.nanoTime() - start) / 1e9;
                ReconstructionReport report =
                        ReconstructionReport.of(capture, refinement.stages(), seconds, model.version());
                report.write(result.path().resolve(REPORT));
                result.publish();
                return report;
            }
        }
    }
}
