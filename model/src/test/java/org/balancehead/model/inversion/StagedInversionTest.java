package org.balancehead.model.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagedInversionTest {
    private static final InversionSchedule ONE_STEP = new InversionSchedule(1, 1, 1, 1, 1, 1);

    @Test
    void beginsFromAKnownHeadAndGoesThroughAllStagesWhereTheEncoderHardlyKnowsThePerson() {
        assertThat(stagesFrom(12, true))
                .containsExactly("graded", "retrieved", "graded", "W", "W_PLUS", "TUNING", "null");
    }

    @Test
    void gradesOnceWhereNoHeadsAreKnown() {
        assertThat(stagesFrom(12, false)).containsExactly("graded", "W", "W_PLUS", "TUNING", "null");
    }

    @Test
    void leavesWAloneWhereTheEncoderKnowsThePerson() {
        assertThat(stagesFrom(20, true)).containsExactly("graded", "TUNING", "null");
    }

    /** @param psnr of the encoder's head */
    private static List<String> stagesFrom(double psnr, boolean knowsHeads) {
        Recorded fitting = new Recorded(psnr, knowsHeads);
        try (StagedInversion inversion = new StagedInversion(fitting, ONE_STEP)) {
            while (!inversion.finished()) {
                inversion.step();
            }
        }
        return fitting.stages;
    }

    /** Notes how it begins and the stages it enters; its head stays as good as it is. */
    private static final class Recorded implements HeadFitting {
        private final List<String> stages = new ArrayList<>();
        private final double psnr;
        private final boolean knowsHeads;
        private boolean begun;

        Recorded(double psnr, boolean knowsHeads) {
            this.psnr = psnr;
            this.knowsHeads = knowsHeads;
        }

        @Override
        public void encode() {}

        @Override
        public boolean knowsHeads() {
            return knowsHeads;
        }

        @Override
        public void retrieve() {
            stages.add("retrieved");
        }

        @Override
        public void enter(@Nullable Stage stage) {
            begun = true;
            stages.add(String.valueOf(stage));
        }

        @Override
        public double optimise() {
            return 0;
        }

        @Override
        public Candidate grade() {
            if (!begun) {
                stages.add("graded");
            }
            return new Graded(psnr);
        }

        @Override
        public void close() {}
    }

    private record Graded(double psnr) implements HeadFitting.Candidate {
        @Override
        public double identity() {
            return 0;
        }

        @Override
        public Avatar publish(Revision revision) {
            return new NoHead(revision);
        }

        @Override
        public void close() {}
    }

    private record NoHead(Revision revision) implements Avatar {
        @Override
        public void close() {}
    }
}
