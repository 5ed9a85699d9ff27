package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.balancehead.model.tensor.NotFiniteException;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void invertsAndRendersAndKeepsOnlyTheModelAndWhatItTook() {
        List<String> calls = new ArrayList<>();
        FakeHeadModel model = new FakeHeadModel(calls::add);

        WarmModel warm = WarmUp.of(model);

        assertThat(warm.model()).isSameAs(model);
        assertThat(warm.took()).containsOnlyKeys(Lane.RENDERING, Lane.INVERTING);

        assertThat(calls).contains("invert", "step", "render");
        assertThat(model.open()).isEqualTo(1);
    }

    @Test
    void closesAModelThatCannotRender() {
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("render")) {
                throw new IllegalStateException("The planted failure of render.");
            }
        });

        assertThatThrownBy(() -> WarmUp.of(model)).hasMessageContaining("planted");

        assertThat(model.open()).isZero();
    }

    @Test
    void refusesAModelWhoseFirstViewIsOfNumbersThatAreNone() {
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("render")) {
                throw new NotFiniteException("A picture came out with numbers that are none.");
            }
        });

        assertThatThrownBy(() -> WarmUp.of(model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("The model's first view shows nothing: ");

        assertThat(model.open()).isZero();
    }

    @Test
    void refusesAViewOfAnotherSizeOrOfOneColour() {
        Revision revision = new Revision(1, Stage.ENCODER, 20, 0.5);
        RgbImage flat = new RgbImage(8, 8, new byte[8 * 8 * 3]);

        assertThatThrownBy(() -> GoldenView.check(revision, flat, 16))
                .hasMessage("The model renders 8×8, but says that it renders 16².");
        assertThatThrownBy(() -> GoldenView.check(revision, flat, 8)).hasMessageContaining("of one colour");
    }

    @Test
    void refusesAnAvatarWhosePsnrIsNotANumber() {
        byte[] picture = new byte[8 * 8 * 3];
        picture[0] = 1;
        Revision broken = new Revision(1, Stage.ENCODER, Double.NaN, 0.5);

        assertThatThrownBy(() -> GoldenView.check(broken, new RgbImage(8, 8, picture), 8))
                .hasMessageContaining("a PSNR of NaN dB");
    }
}
