package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ViewMode;
import org.junit.jupiter.api.Test;

class SessionTallyTest {
    private final CountedMetrics all = new CountedMetrics();
    private final SessionTally tally = new SessionTally(all.live(), new ViewMode.Mirror());

    @Test
    void countsWhatItsSessionShowedAndWhatCameToNothingAndPassesItOn() {
        tally.frameBegan(FrameKind.VIEW);
        tally.frameEnded(FrameKind.VIEW, FrameFate.SHOWN);
        tally.frameEnded(FrameKind.CAMERA, FrameFate.ANALYSED);
        tally.frameEnded(FrameKind.CAMERA, FrameFate.REPLACED);
        tally.frameEnded(FrameKind.VIEW, FrameFate.OUTDATED);

        assertThat(tally.shown()).isEqualTo(1);
        assertThat(tally.dropped()).isEqualTo(2);
        assertThat(all.frames().begun(FrameKind.VIEW)).isEqualTo(1);
        assertThat(all.frames().ended(FrameKind.VIEW)).isEqualTo(2);
        assertThat(all.frames().ended(FrameKind.CAMERA)).isEqualTo(2);
    }

    @Test
    void knowsHowItsClientLooks() {
        assertThat(tally.mode()).isEqualTo(new ViewMode.Mirror());

        tally.looks(new ViewMode.Orbit(6, 0));

        assertThat(tally.mode()).isEqualTo(new ViewMode.Orbit(6, 0));
    }
}
