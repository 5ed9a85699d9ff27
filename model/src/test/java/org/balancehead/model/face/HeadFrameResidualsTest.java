package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.HeadDataset;
import org.balancehead.model.image.ImageFiles;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Measures the frame's constants on a whole folder of synthetic heads, which is too large for the repository. */
@EnabledIfSystemProperty(
        named = "heads",
        matches = ".+",
        disabledReason = "needs -Dheads=FOLDER, made by `balancehead dataset synthesise`")
class HeadFrameResidualsTest {
    private static final int MAX_VIEWS = 400;

    @Test
    void hasNoMeanErrorOverManyHeads() throws Exception {
        List<FrameResidual> residuals = measure(Path.of(System.getProperty("heads")));

        print("yaw", residuals, FrameResidual::yawDegrees);
        print("pitch", residuals, FrameResidual::pitchDegrees);
        print("roll", residuals, FrameResidual::rollDegrees);
        print("right", residuals, FrameResidual::right);
        print("down", residuals, FrameResidual::down);
        print("side", residuals, FrameResidual::side);
        assertThat(mean(residuals, FrameResidual::yawDegrees)).isCloseTo(0, within(1.0));
        assertThat(mean(residuals, FrameResidual::pitchDegrees)).isCloseTo(0, within(1.0));
        assertThat(mean(residuals, FrameResidual::right)).isCloseTo(0, within(0.01));
        assertThat(mean(residuals, FrameResidual::down)).isCloseTo(0, within(0.01));
        assertThat(mean(residuals, FrameResidual::side)).isCloseTo(1, within(0.02));
    }

    private static List<FrameResidual> measure(Path folder) throws Exception {
        HeadDataset heads = HeadDataset.open(folder);
        List<FrameResidual> residuals = new ArrayList<>();
        try (FaceDetector detector = FaceDetector.fullRange();
                FaceMesh mesh = new FaceMesh()) {
            for (HeadDataset.Identity identity : heads.identities()) {
                for (HeadDataset.View view : identity.views()) {
                    CameraPose camera = CameraPose.ofLabel(view.label());
                    if (residuals.size() < MAX_VIEWS && Math.abs(camera.yawDegrees()) <= 46) {
                        residuals.addAll(measure(folder.resolve(heads.image(view)), camera, detector, mesh));
                    }
                }
            }
        }
        return residuals;
    }

    @SuppressWarnings("try") // the scope frees by being closed; nothing else is done with it
    private static List<FrameResidual> measure(Path file, CameraPose camera, FaceDetector detector, FaceMesh mesh)
            throws Exception {
        try (PointerScope scope = new PointerScope()) {
            return FrameResidual.of(ImageFiles.read(file), camera, detector, mesh).stream()
                    .toList();
        }
    }

    private static void print(String name, List<FrameResidual> residuals, ToDoubleFunction<FrameResidual> value) {
        double mean = mean(residuals, value);
        double variance = residuals.stream()
                .mapToDouble(residual -> Math.pow(value.applyAsDouble(residual) - mean, 2))
                .average()
                .orElseThrow();
        System.out.printf("%-6s mean %7.3f  σ %6.3f  (%d views)%n", name, mean, Math.sqrt(variance), residuals.size());
    }

    private static double mean(List<FrameResidual> residuals, ToDoubleFunction<FrameResidual> value) {
        return residuals.stream().mapToDouble(value).average().orElseThrow();
    }
}
