package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final OptionalDouble THIRTY = OptionalDouble.of(30);

    @Test
    void keepsWhatIsWorseOnTheSameViewsInEveryStage() {
        Bar bar = new Bar(THIRTY, true);

        assertThat(bar.isReachedBy(made(Stage.ENCODER, 29.9))).isFalse();
        assertThat(bar.isReachedBy(made(Stage.TUNING, 29.9))).isFalse();
        assertThat(bar.isReachedBy(made(Stage.TUNING, 30))).isTrue();
    }

    @Test
    void takesWhatComesFromWPlusOnWhenTheViewsAreOthers() {
        Bar bar = new Bar(THIRTY, false);

        assertThat(bar.isReachedBy(made(Stage.W, 29.9))).isFalse();
        assertThat(bar.isReachedBy(made(Stage.W_PLUS, 20))).isTrue();
    }

    @Test
    void takesEverythingWhileNothingIsShown() {
        assertThat(Bar.NONE.isReachedBy(made(Stage.ENCODER, 5))).isTrue();
    }

    private static Revision made(Stage stage, double psnr) {
        return new Revision(1, stage, psnr, 0.5);
    }
}
