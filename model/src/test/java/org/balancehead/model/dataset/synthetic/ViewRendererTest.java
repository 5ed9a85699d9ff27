package org.balancehead.model.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.synthetic.Material.Kind;
import org.junit.jupiter.api.Test;

class ViewRendererTest {
    private static final int SIZE = 48;
    private static final int[] CUBE = {
        1, 3, 7, 1, 7, 5, 0, 4, 6, 0, 6, 2, 2, 6, 7, 2, 7, 3, 0, 1, 5, 0, 5, 4, 4, 5, 7, 4, 7, 6, 0, 2, 3, 0, 3, 1
    };
    private static final float[] BLACK = {0, 0, 0};

    @Test
    void depthsOfAllViewsLieOnTheSameSurface() {
        HeadScene scene = scene(cube(0.15f), cubeCorners(0.15f), Kind.SKIN, 1);

        for (CameraPose camera : ViewSchedule.of(3, 8)) {
            HeadView view = new ViewRenderer(SIZE).render(scene, camera);

            int hits = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                if (view.depth()[i] != 0) {
                    hits++;
                    double[] point = unproject(view, i);
                    double outmost = Arrays.stream(point).map(Math::abs).max().orElseThrow();
                    assertThat(outmost).isEqualTo(0.15, within(3e-4));
                }
            }
            assertThat(hits).isBetween(400, 1600);
        }
    }

    @Test
    void masksExactlyWhatTheImageShows() {
        HeadScene scene = scene(cube(0.1f), cubeCorners(0.1f), Kind.SKIN, 1);

        HeadView view = new ViewRenderer(SIZE).render(scene, CameraPose.orbit(30, 20));

        for (int i = 0; i < SIZE * SIZE; i++) {
            int mask = view.mask()[i] & 0xff;
            int green = view.rgb()[i * 3 + 1] & 0xff;
            assertThat(green == 255).isEqualTo(mask == 0);
            if (mask == 255) {
                assertThat(view.depth()[i]).isNotZero();
            }
        }
    }

    @Test
    void trianglesThatShareEdgesNeitherOverlapNorLeaveGaps() {
        HeadScene sheet = scene(grid(9), gridPoints(9, 0.21f), Kind.CLOTH, 0.5f);

        HeadView view = new ViewRenderer(SIZE).render(sheet, CameraPose.orbit(17, 9));

        int inside = 0;
        for (byte mask : view.mask()) {
            assertThat(mask & 0xff).isLessThanOrEqualTo(128);
            inside += (mask & 0xff) == 128 ? 1 : 0;
        }
        assertThat(inside).isGreaterThan(600);
        assertThat(holes(view.mask())).isZero();
    }

    @Test
    void showsWhatIsBehindSoftFragments() {
        float[] far = gridPoints(2, 0.1f);
        float[] near = gridPoints(2, 0.1f);
        for (int v = 0; v < 4; v++) {
            near[v * 3 + 2] = 0.2f;
        }
        boolean[] all = {true, true};
        HeadScene scene = new HeadScene.Builder()
                .add(grid(2), far, new float[4], all, material(Kind.CLOTH, 1, 0.8f))
                .add(grid(2), near, new float[4], all, material(Kind.CLOTH, 0.25f, 0))
                .build(evenLight(), BLACK, 0, BLACK);

        HeadView view = new ViewRenderer(SIZE).render(scene, CameraPose.orbit(0, 0));

        int middle = SIZE / 2 * SIZE + SIZE / 2;
        assertThat(view.rgb()[middle * 3]).isEqualTo(SrgbCurve.toSrgb(0.75f * 0.8f));
        assertThat(view.mask()[middle]).isEqualTo((byte) 255);
        assertThat((view.depth()[middle] & 0xffff) / (double) PackedViews.DEPTH_SCALE)
                .isEqualTo(2.7, within(1e-3));
    }

    @Test
    void leavesOutWhatIsBeyondTheBox() {
        float[] points = gridPoints(2, 0.1f);
        for (int v = 0; v < 4; v++) {
            points[v * 3 + 2] = points[v * 3 + 1] > 0 ? 0.4f : 0.6f; // leans out of the front of the box
        }
        HeadScene scene = scene(grid(2), points, Kind.CLOTH, 1);

        HeadView view = new ViewRenderer(SIZE).render(scene, CameraPose.orbit(0, 0));

        for (int i = 0; i < SIZE * SIZE; i++) {
            if (view.depth()[i] != 0) {
                assertThat(unproject(view, i)[2]).isLessThan(HeadFrame.BOX + 1e-3);
            }
        }
        assertThat(view.mask()).contains((byte) 255);
    }

    /** Pixels between two covered ones of a row that are themselves less covered. */
    private static int holes(byte[] mask) {
        int holes = 0;
        for (int i = 1; i < mask.length - 1; i++) {
            boolean between = (mask[i - 1] & 0xff) == 128 && (mask[i + 1] & 0xff) == 128;
            holes += between && (mask[i] & 0xff) != 128 ? 1 : 0;
        }
        return holes;
    }

    /** The point that a pixel's depth stands for. */
    private static double[] unproject(HeadView view, int pixel) {
        float[] m = view.camera().cameraToWorld();
        int column = pixel % SIZE;
        int row = pixel / SIZE;
        double x = ((column + 0.5) / SIZE - 0.5) / view.camera().intrinsics().focalX();
        double y = ((row + 0.5) / SIZE - 0.5) / view.camera().intrinsics().focalY();
        double distance = (view.depth()[pixel] & 0xffff) / (double) PackedViews.DEPTH_SCALE;
        double scale = distance / Math.sqrt(1 + x * x + y * y);
        double[] point = new double[3];
        for (int k = 0; k < 3; k++) {
            point[k] = m[k * 4 + 3] + scale * (x * m[k * 4] + y * m[k * 4 + 1] + m[k * 4 + 2]);
        }
        return point;
    }

    private static HeadScene scene(Mesh mesh, float[] positions, Kind kind, float alpha) {
        boolean[] all = new boolean[mesh.triangles()];
        Arrays.fill(all, true);
        return new HeadScene.Builder()
                .add(mesh, positions, new float[positions.length / 3], all, material(kind, alpha, 0.2f))
                .build(evenLight(), BLACK, 0, BLACK);
    }

    private static Material material(Kind kind, float alpha, float grey) {
        Texture texture = new Texture(1, 1, new float[] {grey, grey, grey}, new float[] {alpha});
        return new Material(kind, texture, Material.UNCHANGED, null);
    }

    /** Light that leaves colours as they are. */
    private static Light evenLight() {
        float[] white = {1, 1, 1};
        return new Light(new float[] {0, 0, 1}, BLACK, new float[] {0, 0, -1}, BLACK, white, white);
    }

    private static Mesh cube(float half) {
        return new Mesh(cubeCorners(half), CUBE, new float[CUBE.length * 2], new int[CUBE.length / 3]);
    }

    private static float[] cubeCorners(float half) {
        float[] corners = new float[24];
        for (int i = 0; i < 24; i++) {
            corners[i] = ((i / 3) >> (i % 3) & 1) == 1 ? half : -half;
        }
        return corners;
    }

    /** A square sheet of {@code side²} points, two triangles a cell. */
    private static Mesh grid(int side) {
        int[] corners = new int[(side - 1) * (side - 1) * 6];
        int at = 0;
        for (int y = 0; y < side - 1; y++) {
            for (int x = 0; x < side - 1; x++) {
                int a = y * side + x;
                for (int corner : new int[] {a, a + 1, a + side + 1, a, a + side + 1, a + side}) {
                    corners[at++] = corner;
                }
            }
        }
        return new Mesh(new float[0], corners, new float[corners.length * 2], new int[corners.length / 3]);
    }

    private static float[] gridPoints(int side, float half) {
        float[] points = new float[side * side * 3];
        for (int i = 0; i < side * side; i++) {
            int column = i % side;
            int row = i / side;
            points[i * 3] = half * (2f * column / (side - 1) - 1);
            points[i * 3 + 1] = half * (2f * row / (side - 1) - 1);
        }
        return points;
    }
}
