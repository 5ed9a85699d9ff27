package org.balancehead.actors.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.protocol.message.ViewMode;

/**
 * How often one session looks for a face in its camera's frames. That costs as much as rendering: it is done seldom
 * once the reconstruction takes no further views. Only where a mirror shows it is the face followed from frame to
 * frame. Confined to the session.
 */
final class AnalysisRate {
    private final ActorRef<CameraIntake.Command> intake;
    private final double mirrored;
    private final double unsettled;
    private final double whenSettled;
    private ViewMode mode;
    private boolean settled;

    /**
     * The rate to begin with.
     *
     * @param mirrored frames a second in which a face is followed while a mirror shows it
     * @param unsettled frames that are analysed a second until the reconstruction is settled
     * @param whenSettled frames a second after that
     */
    AnalysisRate(
            ActorRef<CameraIntake.Command> intake,
            double mirrored,
            double unsettled,
            double whenSettled,
            ViewMode mode) {
        this.intake = intake;
        this.mirrored = mirrored;
        this.unsettled = unsettled;
        this.whenSettled = whenSettled;
        this.mode = mode;
        tell();
    }

    void look(ViewMode now) {
        mode = now;
        tell();
    }

    /** Whether the reconstruction takes no further views. */
    void settle(boolean now) {
        if (settled != now) {
            settled = now;
            tell();
        }
    }

    private void tell() {
        double rate = settled ? whenSettled : unsettled;
        intake.tell(new CameraIntake.LookAt(rate, mode instanceof ViewMode.Mirror ? mirrored : 0));
    }
}
