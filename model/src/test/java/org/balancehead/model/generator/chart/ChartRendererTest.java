package org.balancehead.model.generator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.tensor.TensorEngine;
import org.balancehead.model.tensor.TensorSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChartRendererTest {
    private static final int SIDE = 48;
    private static final int OPACITY = 3 + DrawnHeads.PRESET.fieldFeatures();

    private static TensorEngine engine;
    private static DrawnHeads heads;
    private static final List<ChartHead> DRAWN = new ArrayList<>();

    private final ChartRenderer renderer = new ChartRenderer(DrawnHeads.PRESET);

    @BeforeAll
    static void start() {
        engine = TensorEngine.onCpu();
        heads = new DrawnHeads(engine);
        for (int i = 0; i < 3; i++) {
            DRAWN.add(heads.draw());
        }
    }

    @AfterAll
    static void stop() {
        heads.close();
        engine.close();
    }

    @Test
    void makesTheDensePictureOfSeveralHeadsFromAllSides() {
        for (ChartHead head : DRAWN) {
            for (CameraPose camera : List.of(
                    CameraPose.orbit(0, 0),
                    CameraPose.orbit(90, 10),
                    CameraPose.orbit(-150, 40),
                    CameraPose.orbit(30, -30))) {
                assertThat(agreement(head, camera, SIDE))
                        .as("%s", camera.yawDegrees())
                        .isGreaterThan(40);
            }
        }
    }

    @Test
    void makesTheDensePictureOfAnEnlargedPartAndFromNearby() {
        CameraPose enlarged = CameraPose.orbit(20, 0, 5, 2.7, Intrinsics.HEAD.zoomed(4));
        CameraPose nearby = CameraPose.orbit(-40, 10, 0, 1.2, Intrinsics.HEAD.zoomed(0.4));

        assertThat(agreement(DRAWN.get(0), enlarged, SIDE)).isGreaterThan(40);
        assertThat(agreement(DRAWN.get(1), nearby, SIDE)).isGreaterThan(40);
    }

    @Test
    void showsWhereTheBoxCutsTheHeadOpen() {
        CameraPose far = CameraPose.orbit(30, -50, 0, 2.7, Intrinsics.HEAD.zoomed(0.5));

        assertThat(agreement(DRAWN.get(0), far, SIDE)).isGreaterThan(30); // cuts have the colours of the surface
    }

    @Test
    void seesNothingWhereTheCameraLooksAway() {
        float[] pose = CameraPose.orbit(0, 0).cameraToWorld();
        pose[2] = -pose[2];
        pose[6] = -pose[6];
        pose[10] = -pose[10];

        try (TensorSession session = engine.inference()) {
            NDArray rendering =
                    renderer.render(session, bake(session, DRAWN.get(0)), CameraPose.of(pose, Intrinsics.HEAD), SIDE);

            assertThat(rendering.abs().max().getFloat()).isZero();
        }
    }

    @Test
    void statesTheDistanceThatTheRayCrossesTheSurfaceAt() {
        CameraPose camera = CameraPose.orbit(0, 0);
        try (TensorSession session = engine.inference()) {
            float[] fast = renderer.render(session, bake(session, DRAWN.get(0)), camera, SIDE)
                    .toFloatArray();
            float[] dense = dense(session, DRAWN.get(0), camera, SIDE).toFloatArray();

            int centre = SIDE * SIDE / 2 + SIDE / 2;
            int distance = (OPACITY + 1) * SIDE * SIDE;
            assertThat(fast[distance + centre]).isCloseTo(dense[distance + centre], within(0.002f));
        }
    }

    @Test
    void rendersSeveralHeadsTogetherAsItRendersEachOfThem() {
        List<CameraPose> cameras = List.of(
                CameraPose.orbit(0, 0), CameraPose.orbit(-120, 35), CameraPose.orbit(60, -10, 0, 2.4, Intrinsics.HEAD));
        try (TensorSession session = engine.inference()) {
            List<SeenShell> seen = new ArrayList<>();
            for (int i = 0; i < DRAWN.size(); i++) {
                seen.add(new SeenShell(bake(session, DRAWN.get(i)), cameras.get(i)));
            }

            NDArray together = Outline.smoothTogether(session.ops(), renderer.renderTogether(session, seen, SIDE));

            for (int i = 0; i < seen.size(); i++) {
                ChartShell shell = seen.get(i).shell();
                NDArray alone = together.get(i + ":" + (i + 1));
                NDArray own = Outline.smooth(session.ops(), renderer.render(session, shell, cameras.get(i), SIDE));
                NDArray first = Outline.smoothTogether(
                        session.ops(), renderer.renderTogether(session, seen.subList(i, i + 1), SIDE));
                assertThat(Psnr.between(picture(session, own), picture(session, alone)))
                        .isGreaterThan(45);
                assertThat(first.sub(alone).abs().max().getFloat()).isLessThan(1e-4f);
            }
        }
    }

    private static RgbImage picture(TensorSession session, NDArray rendering) {
        return Pictures.onWhite(session.ops(), rendering, OPACITY);
    }

    @Test
    void aShellOutlivesItsSessionAndGoesWithItsOwner() {
        ChartShell kept;
        var owner = engine.newOwner();
        try (TensorSession session = engine.inference()) {
            kept = bake(session, DRAWN.get(0)).keep(session, owner);
        }
        try (TensorSession session = engine.inference()) {
            assertThat(renderer.render(session, kept, CameraPose.orbit(0, 0), SIDE)
                            .max()
                            .getFloat())
                    .isGreaterThan(0.5f);
        }

        owner.close();

        assertThat(List.of(kept.relief(), kept.appearance(), kept.cover())).allMatch(NDArray::isReleased);
    }

    private double agreement(ChartHead head, CameraPose camera, int side) {
        try (TensorSession session = engine.inference()) {
            RgbImage fast = Pictures.onWhite(
                    session.ops(), renderer.render(session, bake(session, head), camera, side), OPACITY);
            return Psnr.between(fast, Pictures.onWhite(session.ops(), dense(session, head, camera, side), OPACITY));
        }
    }

    private static NDArray dense(TensorSession session, ChartHead head, CameraPose camera, int side) {
        return new DenseRenderer(engine, heads.field(), 384).render(session, head, camera, side);
    }

    private static ChartShell bake(TensorSession session, ChartHead head) {
        return new ShellBaking(DrawnHeads.PRESET, heads.weights()).bake(session.ops(), head);
    }
}
