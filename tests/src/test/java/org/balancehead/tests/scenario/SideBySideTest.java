package org.balancehead.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.balancehead.model.HeadModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.junit.jupiter.api.Test;

/** One model, used by two threads at a time as a device's lanes use it: each gets what it would get alone. */
class SideBySideTest {
    private static final Path CHECKPOINTS = Path.of(System.getProperty("balancehead.home"), "checkpoints");
    private static final int SLICES = 6;

    @Test
    void rendersAndInvertsAtATimeAsItDoesOneAfterTheOther() {
        Path checkpoint = CheckpointRepository.of(CHECKPOINTS).resolve("default");
        try (HeadModel model = HeadModels.open(checkpoint, "cpu", 1);
                Avatar avatar = preview(model)) {
            byte[] alone = model.render(avatar, CameraPose.orbit(40, 10)).rgb();
            double lossAlone = lossAfterSomeSlices(model);
            AtomicBoolean inverting = new AtomicBoolean(true);

            CompletableFuture<Double> loss = CompletableFuture.supplyAsync(() -> lossAfterSomeSlices(model))
                    .whenComplete((value, trouble) -> inverting.set(false));
            boolean same = true;
            do {
                same &= Arrays.equals(
                        model.render(avatar, CameraPose.orbit(40, 10)).rgb(), alone);
            } while (inverting.get());

            assertThat(same).isTrue();
            assertThat(loss.join()).isEqualTo(lossAlone);
        }
    }

    private static Avatar preview(HeadModel model) {
        try (Inversion inversion = model.invert(List.of(AlignedHead.grey(model.imageSize())))) {
            return inversion.step().revised().orElseThrow();
        }
    }

    private static double lossAfterSomeSlices(HeadModel model) {
        double loss = 0;
        try (Inversion inversion = model.invert(List.of(AlignedHead.grey(model.imageSize())))) {
            for (int slice = 0; slice < SLICES; slice++) {
                var progress = inversion.step();
                progress.revised().ifPresent(Avatar::close);
                loss = progress.loss();
            }
        }
        return loss;
    }
}
