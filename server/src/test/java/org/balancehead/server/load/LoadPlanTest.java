package org.balancehead.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadPlanTest {
    @Test
    void thoseWhoBehaveComeFirst() {
        LoadPlan plan = plan(6, 2, 1, 5);

        assertThat(IntStream.range(0, 6).mapToObj(plan::manner))
                .containsExactly(Manner.GOOD, Manner.GOOD, Manner.GOOD, Manner.SLOW, Manner.SLOW, Manner.VANISHING);
    }

    @Test
    void leavesAtLeastOneWhoBehaves() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(3, 2, 1, 5))
                .withMessage("--slow 2 and --vanish 1 leave none of --sessions 3 who behaves: give fewer.");
    }

    @Test
    void isTheSameWhateverThoseThinkWhoAreNotThere() {
        assertThat(plan(2, 0, 0, 5)).isEqualTo(plan(2, 0, 0, 9));
        assertThat(plan(2, 0, 1, 5)).isNotEqualTo(plan(2, 0, 1, 9));
    }

    @Test
    void viewsComeInNoOtherCodecsThanTheProtocolHasForThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadPlan(1, 60, "webcam.mp4", 12, 24, "mirror", "png", 256, 0, 0, 5))
                .withMessage("--codec png is none that views come in: give jpeg, h264, vp8.");
    }

    @Test
    void saysWhichOptionsAskForIt() {
        assertThat(plan(6, 2, 1, 9).options())
                .isEqualTo(
                        "--sessions 6 --seconds 60 --clip webcam.mp4 --camera-fps 12 --fps 24 --mode mirror --codec jpeg --size 256"
                                + " --slow 2 --vanish 1 --think 9");
        assertThat(plan(6, 0, 0, 9).options()).endsWith(" --size 256");
    }

    private static LoadPlan plan(int sessions, int slow, int vanish, int think) {
        return new LoadPlan(sessions, 60, "webcam.mp4", 12, 24, "mirror", "jpeg", 256, slow, vanish, think);
    }
}
