package org.balancehead.model.training;

import java.util.Arrays;
import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.dataset.ViewSource;
import org.balancehead.model.generator.chart.CameraRays;

/**
 * Rays through random pixels of random views of B identities, with what they are to see: all pixels alike, for where an
 * identity's outline is a guess, rays that prefer heads to what is beside them make heads too large. Filled by one
 * thread, then only read.
 */
final class RayBatch {
    private static final double NEAR = 2.15;
    private static final double FAR = 3.3;

    /** A share of views that are the frontal one beyond its chance. */
    private static final double FRONTAL = 0.12;

    /** Where samples are drawn about a known surface, in world units. */
    private static final double BEFORE = 0.02;

    private static final double BEHIND = 0.02;

    private final ViewSource data;
    final int rays;
    final int stratified;
    final int guided;
    /** {@code [B, R, 3]}. */
    final float[] origins;

    final float[] directions;
    final float[] depths;
    final float[] colours;
    final float[] alphas;
    final float[] distances;
    final float[] points;

    /**
     * @param stratified samples a ray over its whole length
     * @param guided samples a ray about the surface
     */
    RayBatch(ViewSource data, int identities, int rays, int stratified, int guided) {
        this.data = data;
        this.rays = rays;
        this.stratified = stratified;
        this.guided = guided;
        int all = identities * rays;
        origins = new float[all * 3];
        directions = new float[all * 3];
        depths = new float[all * (stratified + guided)];
        colours = new float[all * 3];
        alphas = new float[all];
        distances = new float[all];
        points = new float[all * 3];
    }

    int samples() {
        return stratified + guided;
    }

    /** Fills the {@code slot}-th identity's rays. */
    void fill(int slot, int identity, boolean mirrored, ColourJitter jitter, Random random) {
        CameraRays lines = new CameraRays(origins, directions);
        for (int i = 0; i < rays; i++) {
            int view = random.nextDouble() < FRONTAL ? 0 : random.nextInt(data.views());
            int x = random.nextInt(data.size());
            int y = random.nextInt(data.size());
            int ray = slot * rays + i;
            line(lines, ray, identity, view, x, y, mirrored);
            target(ray, data.rgba(identity, view, x, y), data.depth(identity, view, x, y), jitter);
            for (int axis = 0; axis < 3; axis++) {
                points[ray * 3 + axis] = origins[ray * 3 + axis] + distances[ray] * directions[ray * 3 + axis];
            }
            sampleDepths(ray, random);
        }
    }

    private void line(CameraRays lines, int ray, int identity, int view, int x, int y, boolean mirrored) {
        CameraPose camera = data.camera(identity, view);
        Intrinsics lens = camera.intrinsics();
        lines.put(ray, camera.cameraToWorld(), lens, (x + 0.5) / data.size(), (y + 0.5) / data.size());
        if (mirrored) {
            origins[ray * 3] = -origins[ray * 3];
            directions[ray * 3] = -directions[ray * 3];
        }
    }

    private void target(int ray, int rgba, int depth, ColourJitter jitter) {
        float alpha = (rgba >>> 24) / 255f;
        alphas[ray] = alpha;
        distances[ray] = depth / (float) PackedViews.DEPTH_SCALE;
        for (int c = 0; c < 3; c++) {
            float colour = (rgba >> (8 * c) & 0xff) / 255f;
            colours[ray * 3 + c] = jitter.apply(c, colour, alpha);
        }
    }

    private void sampleDepths(int ray, Random random) {
        int from = ray * samples();
        float surface = distances[ray];
        for (int i = 0; i < stratified; i++) {
            depths[from + i] = (float) (NEAR + (i + random.nextDouble()) / stratified * (FAR - NEAR));
        }
        double start = surface > 0 ? surface - BEFORE : NEAR;
        double length = surface > 0 ? BEFORE + BEHIND : FAR - NEAR;
        for (int i = 0; i < guided; i++) {
            depths[from + stratified + i] = (float) (start + (i + random.nextDouble()) / guided * length);
        }
        Arrays.sort(depths, from, from + samples());
    }
}
