package org.balancehead.model.generator.chart;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /**
     * Samples, or points of the cover, at a time. So few stay in a processor's cache and in one thread, which short
     * operations do not gain beyond.
     */
    private static final int PIECE = 30_000;

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
        if (session.ops().onGpu()) {
            return renderTogether(session, List.of(new SeenShell(shell, camera)), resolution);
        }
        return session.ops()
                .call(
                        "render_shell",
                        shell.relief(),
                        shell.appearance(),
                        shell.cover(),
                        labels(session, List.of(camera)),
                        tiles(camera),
                        resolution,
                        spacing,
                        BEGIN * preset.shellSoftness(),
                        END * freePath,
                        EDGE,
                        COUNTS,
                        PIECE,
                        GEOMETRY,
                        preset.peakDensity());
    }

    /**
     * Renders several heads, those with as many tiles at a time, and all rays alike by as many samples as one may take.
     * A GPU has these to spare; what it is waited for is each operation, and of those there are as many for one head as
     * for several.
     *
     * @param resolution rays a side
     * @return {@code [N, 5 + features, resolution, resolution]} as {@link #render} gives them
     */
    NDArray renderTogether(TensorSession session, List<SeenShell> seen, int resolution) {
        NDArray[] pictures = new NDArray[seen.size()];
        Map<Integer, List<Integer>> alike = IntStream.range(0, seen.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> tiles(seen.get(i).camera())));
        alike.forEach((tiles, places) -> {
            List<SeenShell> some = places.stream().map(seen::get).toList();
            NDArray rendered = renderAlike(session, some, tiles, resolution);
            for (int i = 0; i < some.size(); i++) {
                pictures[places.get(i)] = rendered.get(i + ":" + (i + 1));
            }
        });
        return NDArrays.concat(new NDList(pictures), 0);
    }

    private NDArray renderAlike(TensorSession session, List<SeenShell> seen, int tiles, int resolution) {
        List<ChartShell> shells = seen.stream().map(SeenShell::shell).toList();
        return session.ops()
                .call(
                        "render_shells",
                        stacked(shells, ChartShell::relief),
                        stacked(shells, ChartShell::appearance),
                        covers(session, shells),
                        labels(session, seen.stream().map(SeenShell::camera).toList()),
                        tiles,
                        resolution,
                        spacing,
                        BEGIN * preset.shellSoftness(),
                        END * freePath,
                        EDGE,
                        (int) COUNTS[COUNTS.length - 1],
                        GEOMETRY,
                        preset.peakDensity());
    }

    private static NDArray stacked(List<ChartShell> shells, Function<ChartShell, NDArray> part) {
        return NDArrays.concat(new NDList(shells.stream().map(part).toList()), 0);
    }

    /** All covers, as long as the longest. */
    private static NDArray covers(TensorSession session, List<ChartShell> shells) {
        long most = shells.stream()
                .mapToLong(shell -> shell.cover().getShape().get(1))
                .max()
                .orElseThrow();
        return NDArrays.concat(
                new NDList(shells.stream()
                        .map(shell -> session.ops().call("padded_cover", shell.cover(), (int) most))
                        .toList()),
                0);
    }

    private static NDArray labels(TensorSession session, List<CameraPose> cameras) {
        int length = cameras.get(0).label().length;
        float[] labels = new float[cameras.size() * length];
        for (int i = 0; i < cameras.size(); i++) {
            System.arraycopy(cameras.get(i).label(), 0, labels, i * length, length);
        }
        return session.memory().create(labels, new Shape(cameras.size(), length));
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
