package org.balancehead.actors.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.protocol.message.ViewMode;

/**
 * How often one session looks for a face in its camera's frames. That costs as much as rendering: it is done often only
 * where a mirror shows it, and seldom once the reconstruction takes no further views. Confined to the session.
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
     * @param mirrored frames a second while a mirror shows them
     * @param unsettled frames a second else, until the reconstruction is settled
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
        intake.tell(new CameraIntake.AnalyseAt(mode instanceof ViewMode.Mirror ? mirrored : rate));
    }
}
