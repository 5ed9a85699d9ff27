package org.balancehead.server.reconstruction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.HeadModel;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.jspecify.annotations.Nullable;

/** A whole inversion: the best avatar of it, and what each stage took and reached. Closing it closes the avatar. */
final class Refinement implements AutoCloseable {
    private final List<StageReport> stages = new ArrayList<>();
    private @Nullable Avatar best;
    private double secondsBefore;

    private Refinement() {}

    /**
     * Inverts the views to the end, or until the limit has passed.
     *
     * @param limit of compute time; the preview is made in any case
     */
    static Refinement run(HeadModel model, List<AlignedHead> views, Duration limit, ReconstructionProgress progress) {
        Refinement refinement = new Refinement();
        try (Inversion inversion = model.invert(views)) {
            refinement.follow(inversion, limit.toMillis() / 1e3, progress);
            return refinement;
        } catch (RuntimeException failure) {
            refinement.close();
            throw failure;
        }
    }

    Avatar avatar() {
        if (best == null) {
            throw new IllegalStateException("The inversion published no avatar.");
        }
        return best;
    }

    List<StageReport> stages() {
        return List.copyOf(stages);
    }

    @Override
    public void close() {
        if (best != null) {
            best.close();
        }
    }

    private void follow(Inversion inversion, double limitSeconds, ReconstructionProgress progress) {
        @Nullable InversionProgress last = null;
        while (!inversion.finished() && (last == null || last.seconds() < limitSeconds)) {
            InversionProgress slice = inversion.step();
            if (last != null && last.stage() != slice.stage()) {
                endStage(last.stage(), last.seconds());
            }
            slice.revised().ifPresent(this::adopt);
            progress.refined(slice);
            last = slice;
        }
        if (last != null) {
            endStage(last.stage(), last.seconds());
        }
    }

    private void adopt(Avatar revised) {
        close();
        best = revised;
    }

    private void endStage(Stage stage, double secondsNow) {
        Revision revision = avatar().revision();
        stages.add(new StageReport(stage.wireName(), secondsNow - secondsBefore, revision.psnr(), revision.identity()));
        secondsBefore = secondsNow;
    }
}
