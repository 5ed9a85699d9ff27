package org.balancehead.actors.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.model.HeadModel;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.evaluation.GoldenHead;
import org.balancehead.model.evaluation.QualityFloor;
import org.balancehead.model.tensor.NotFiniteException;
import org.junit.jupiter.api.Test;

/** The fake model gets its own head back with 11 dB at first, an identity of 0, and no better within two slices. */
class GoldenHeadTest {
    private static final QualityFloor LOW = new QualityFloor(OptionalDouble.of(11), OptionalDouble.of(0));

    @Test
    void aModelThatGetsItsHeadBackIsGivenBackOpenAndLeavesNothingElseOpen() {
        FakeHeadModel model = new FakeHeadModel();

        HeadModel checked = GoldenHead.check(model, LOW);

        assertThat(checked).isSameAs(model);
        assertThat(model.open()).isEqualTo(1);
    }

    @Test
    void aModelThatGetsItsHeadBackBadlyIsRefusedWithFigureAndFloorAndClosed() {
        FakeHeadModel model = new FakeHeadModel().worseBy(2.5);

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> GoldenHead.check(model, LOW))
                .withMessage(
                        "It gets its golden head back with a PSNR of 8.5 dB, but its manifest's floor is 11.0 (floorPsnr).");
        assertThat(model.open()).isZero();
    }

    @Test
    void aHeadOfSomebodyElseIsRefusedHoweverLikeThePicturesAre() {
        FakeHeadModel model = new FakeHeadModel();
        QualityFloor floor = new QualityFloor(OptionalDouble.of(11), OptionalDouble.of(0.3));

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> GoldenHead.check(model, floor))
                .withMessage("It gets its golden head back with an identity of 0.00, but its manifest's floor is 0.30"
                        + " (floorIdentity).");
        assertThat(model.open()).isZero();
    }

    @Test
    void withoutAFloorNothingIsTried() {
        List<String> calls = new ArrayList<>();
        FakeHeadModel model = new FakeHeadModel(calls::add);

        assertThat(GoldenHead.check(model, QualityFloor.NONE)).isSameAs(model);
        assertThat(calls).isEmpty();
    }

    @Test
    void aModelThatDrawsItsHeadWithNumbersThatAreNoneIsRefusedAndClosed() {
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("render")) {
                throw new NotFiniteException("A picture came out with numbers that are none.");
            }
        });

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> GoldenHead.check(model, LOW))
                .withMessage("It draws its golden head badly: A picture came out with numbers that are none.");
        assertThat(model.open()).isZero();
    }

    @Test
    void aModelThatFailsMeanwhileIsClosed() {
        FakeHeadModel model = new FakeHeadModel(call -> {
            if (call.equals("step")) {
                throw new IllegalStateException("NaN in planes");
            }
        });

        assertThatThrownBy(() -> GoldenHead.check(model, LOW)).hasMessage("NaN in planes");
        assertThat(model.open()).isZero();
    }
}
