package org.balancehead.server.reconstruction;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.face.CapturedViews;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.RgbImage;
import org.jspecify.annotations.Nullable;

/** Looks through footage for the frontal view and for others that show more of the head. */
final class CaptureSearch {
    /** As many as an inversion takes, and some to choose from. */
    private static final int KEPT_VIEWS = 8;

    private final FaceAnalyzer analyzer;
    private final Footage footage;
    private final ReconstructionProgress progress;
    private final CapturedViews captured = new CapturedViews(KEPT_VIEWS);
    private final List<Sighting> sightings = new ArrayList<>();
    private @Nullable Sighting frontal;

    private CaptureSearch(FaceAnalyzer analyzer, Footage footage, ReconstructionProgress progress) {
        this.analyzer = analyzer;
        this.footage = footage;
        this.progress = progress;
    }

    /**
     * Analyses all of the footage's pictures.
     *
     * @throws UnusableInputException when none can be the frontal view; the sentence says what was seen instead
     */
    static Capture search(FaceAnalyzer analyzer, Footage footage, ReconstructionProgress progress)
            throws UnusableInputException {
        CaptureSearch search = new CaptureSearch(analyzer, footage, progress);
        footage.show(search::see);
        return search.capture();
    }

    private void see(Path file, int index, RgbImage picture) {
        FaceAnalysis analysis = analyzer.analyse(picture);
        Sighting sighting = new Sighting(
                file,
                index,
                analysis.advice(),
                analysis.pose().map(FacePose::yawDegrees).orElse(0.0));
        sightings.add(sighting);
        if (captured.offer(analysis)) {
            frontal = sighting;
        }
        progress.looked(sightings.size(), footage.count());
    }

    private Capture capture() throws UnusableInputException {
        Sighting best = frontal;
        if (best == null) {
            throw new UnusableInputException(NoFrontalView.sentence(sightings));
        }
        Capture capture =
                new Capture(best.file(), best.index(), captured.frontal().orElseThrow(), captured.supervision());
        progress.captured(capture.views().size());
        return capture;
    }
}
