package org.balancehead.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.Codec;
import org.junit.jupiter.api.Test;

class VisitLogTest {
    private static final long MS = 1_000_000;
    private static final int NONE = -1;

    private final VisitLog log = new VisitLog(Manner.GOOD, 0);

    @Test
    void timesTheFirstViewFromTheFirstCameraFrameAndTheOthersFromTheOneBefore() {
        log.welcomed(false);
        log.cameraFrameSent(1000 * MS);
        log.cameraFrameSent(1100 * MS);
        log.viewCame(view(1), NONE, 1400 * MS);
        log.viewCame(view(2), 1420 * MS, 1500 * MS);
        log.viewCame(view(3), 1500 * MS, 1540 * MS);

        Visit visit = log.ended(3400 * MS);

        assertThat(visit.firstViewMs()).containsExactly(400.0);
        assertThat(visit.gapsMs()).containsExactly(100.0, 40.0);
        assertThat(visit.agesMs()).containsExactly(80.0, 40.0);
        assertThat(visit.views()).extracting(SeenView::second).containsExactly(1.4, 1.5, 1.54);
        assertThat(visit.viewsPerSecond()).isEqualTo(1.5);
        assertThat(visit.lost()).isZero();
    }

    @Test
    void countsViewsThatAreLeftOutOrOutOfOrder() {
        log.welcomed(false);
        log.viewCame(view(1), NONE, MS);
        log.viewCame(view(3), NONE, 2 * MS);
        log.viewCame(view(2), NONE, 3 * MS);

        assertThat(log.ended(4 * MS).lost()).isEqualTo(2);
    }

    @Test
    void beginsAnewWithEachConnectionAndTellsResumedOnesApart() {
        log.welcomed(false);
        log.cameraFrameSent(1 * MS);
        log.viewCame(view(1), NONE, 11 * MS);
        log.welcomed(false);
        log.cameraFrameSent(100 * MS);
        log.viewCame(view(1), NONE, 130 * MS);
        log.welcomed(true);
        log.cameraFrameSent(200 * MS);
        log.viewCame(view(9), NONE, 210 * MS);

        Visit visit = log.ended(300 * MS);

        assertThat(visit.firstViewMs()).containsExactly(10.0, 30.0);
        assertThat(visit.resumedViewMs()).containsExactly(10.0);
        assertThat(visit.gapsMs()).isEmpty();
        assertThat(visit.lost()).isZero();
    }

    @Test
    void sawNothingPerSecondWhenNothingCame() {
        log.refused();
        log.error("closed-1011");
        log.error("closed-1011");

        Visit visit = log.ended(300 * MS);

        assertThat(visit.viewsPerSecond()).isZero();
        assertThat(visit.refused()).isEqualTo(1);
        assertThat(visit.errors()).containsEntry("closed-1011", 2);
    }

    @Test
    void namesTheErrorsOfThoseWhoMisbehaveAfterThem() {
        VisitLog slow = new VisitLog(Manner.SLOW, 0);
        slow.error("closed-1008");

        assertThat(slow.ended(MS).errors()).containsOnlyKeys("slow_closed-1008");
    }

    private static FrameHeader view(long sequence) {
        return new FrameHeader(FrameKind.VIEW, Codec.JPEG, true, false, sequence, 0, 64, 64, 1, 1);
    }
}
