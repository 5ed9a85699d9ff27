package org.balancehead.model.training.objective;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.balancehead.model.training.DivergedException;
import org.junit.jupiter.api.Test;

class SoundTermsTest {
    @Test
    void areSmallNumbers() {
        assertThatCode(() -> SoundTerms.check(3, Map.of("generator", 7.5, "logit of real", -40.0)))
                .doesNotThrowAnyException();
    }

    @Test
    void refuseWhatNoPictureCanGive() {
        assertThatThrownBy(() -> SoundTerms.check(1960, Map.of("R1", 1.2e16)))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("Training diverged at step 1960: 'R1' is 1.2E16; go on from the last state");
        assertThatThrownBy(() -> SoundTerms.check(1, Map.of("ViCiCo", Double.NaN)))
                .hasMessageContaining("'ViCiCo' is NaN");
    }

    @Test
    void ofAStepThatIsNotSoundEndTheTraining() {
        assertThatThrownBy(() -> SoundTerms.of(8, 8, () -> checked(8, Map.of("R1", 1e16))))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith("Training diverged at step 8: 'R1' is 1.0E16");
        assertThatThrownBy(() -> SoundTerms.of(8, 8, () -> {
                    throw new IllegalStateException("The loss is NaN");
                }))
                .isInstanceOf(DivergedException.class);
    }

    private static Map<String, Double> checked(int step, Map<String, Double> terms) {
        SoundTerms.check(step, terms);
        return terms;
    }
}
