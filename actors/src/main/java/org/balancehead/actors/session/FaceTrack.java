package org.balancehead.actors.session;

import java.util.Optional;
import org.balancehead.model.face.FacePose;
import org.balancehead.streaming.flow.Pace;

/**
 * How a session looks at its camera's frames: where the face is known from the frame before it is followed, which is
 * quick, and as often as is due the frame is analysed, whether it was followed or not. Confined to the intake.
 */
final class FaceTrack {
    private Pace looks;
    private Pace analyses;
    private boolean following;
    private Optional<FacePose> last = Optional.empty();

    FaceTrack(double analysesPerSecond) {
        this.looks = new Pace(analysesPerSecond);
        this.analyses = new Pace(analysesPerSecond);
    }

    /** @param followedPerSecond frames in which a face is followed; 0 where no face is */
    void setRates(double analysesPerSecond, double followedPerSecond) {
        looks = new Pace(Math.max(analysesPerSecond, followedPerSecond));
        analyses = new Pace(analysesPerSecond);
        following = followedPerSecond > 0;
    }

    /** When the next frame is looked at. */
    Pace looks() {
        return looks;
    }

    /** The face that the next frame is searched for first. */
    Optional<FacePose> known() {
        return following ? last : Optional.empty();
    }

    /** Where the face is now; empty when it is not seen any more. */
    void seen(Optional<FacePose> pose) {
        last = pose;
    }

    /** Whether a frame whose face was followed is to be analysed, too. */
    boolean isAnalysisDue(long nowNanos) {
        return analyses.untilDue(nowNanos).isZero();
    }

    void analysing(long nowNanos) {
        analyses.spend(nowNanos);
    }
}
