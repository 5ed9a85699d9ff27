package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.planes.CapsuleChart;
import org.balancehead.model.tensor.TensorSession;

/**
 * Renders a {@link ChartShell} without gradients. The cover's points, thrown into the picture's tiles, tell between
 * which distances a ray meets the surface, or that it passes the head; the ray is sampled there alone, as densely
 * everywhere, and what it sees is looked up once its weights are known (deferred shading).
 */
public final class ChartRenderer {
    /**
     * Side of a tile in world units where the head is nearest to the camera: three of them hold a point of the cover.
     */
    private static final double TILE = ShellBaking.GAP * 0.525;

    private static final int MOST_TILES = 256; // a side

    /** How far the head reaches towards the camera from the origin, in world units. */
    private static final double REACH = 0.4;

    /**
     * Softnesses before the surface where density begins, and free paths behind it where nearly all light is stopped.
     */
    private static final double BEGIN = 5;

    private static final double END = 2;

    /** How far the surface may fall away from the camera within a tile, in world units. */
    private static final double EDGE = 0.1;

    /** Samples that a ray may take: the least that suffice. One that needs more looks for the surface first. */
    private static final long[] COUNTS = {6, 9, 14, 24, 48};

    /** A GPU has samples to spare; what it is waited for is each group of rays. */
    private static final long[] GPU_COUNTS = {48};

    /**
     * Samples, or points of the cover, at a time. So few stay in a processor's cache and in one thread, which short
     * operations do not gain beyond; a GPU is waited for at each.
     */
    private static final int PIECE = 30_000;

    private static final int GPU_PIECE = 1 << 22;

    private static final double[] GEOMETRY = CapsuleChart.geometry();

    private final ChartPreset preset;
    private final double freePath;
    private final double spacing;

    /** A renderer whose samples are one mean free path of the shell apart. */
    public ChartRenderer(ChartPreset preset) {
        this(preset, 1);
    }

    /** @param freePaths distance between the samples of a ray, in mean free paths of the shell */
    public ChartRenderer(ChartPreset preset, double freePaths) {
        this.preset = preset;
        freePath = 1 / preset.peakDensity();
        spacing = freePaths * freePath;
    }

    /**
     * Renders one head.
     *
     * @param resolution rays a side
     * @return {@code [1, 5 + features, resolution, resolution]}: premultiplied red, green, blue 0…1, features, opacity,
     *     distance times opacity
     */
    public NDArray render(TensorSession session, ChartShell shell, CameraPose camera, int resolution) {
        float[] label = camera.label();
        boolean onGpu = session.ops().onGpu();
        return session.ops()
                .call(
                        "render_shell",
                        shell.relief(),
                        shell.appearance(),
                        shell.cover(),
                        session.memory().create(label, new Shape(1, label.length)),
                        tiles(camera),
                        resolution,
                        spacing,
                        BEGIN * preset.shellSoftness(),
                        END * freePath,
                        EDGE,
                        onGpu ? GPU_COUNTS : COUNTS,
                        onGpu ? GPU_PIECE : PIECE,
                        GEOMETRY,
                        preset.peakDensity());
    }

    /** Tiles a side of a camera's picture. */
    private static int tiles(CameraPose camera) {
        Intrinsics lens = camera.intrinsics();
        float[] pose = camera.cameraToWorld();
        double nearest = Math.hypot(Math.hypot(pose[3], pose[7]), pose[11]) - REACH;
        double focal = Math.max(lens.focalX(), lens.focalY());
        return (int) Math.max(1, Math.min(MOST_TILES, nearest / (focal * TILE)));
    }
}
