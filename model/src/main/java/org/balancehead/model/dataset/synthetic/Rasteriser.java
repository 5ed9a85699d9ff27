package org.balancehead.model.dataset.synthetic;

import java.util.Arrays;
import org.balancehead.model.camera.CameraPose;

/**
 * Finds what each sample of a view sees: the nearest opaque fragment, and the soft fragments in front of it. Shading
 * comes later and only once a sample.
 *
 * <p>Samples stand at half pixels, {@code (2 · size + 1)²} of them, sample (2x+1, 2y+1) at the middle of pixel (x, y).
 * A sample belongs to exactly one of two triangles that share an edge. Buffers are reused from view to view; confined
 * to one thread.
 */
final class Rasteriser {
    /** A fragment of this alpha or more is opaque. */
    private static final float OPAQUE = 0.6f;

    /** A fragment below this alpha is not there. */
    private static final float SEEN = 0.03f;

    /**
     * About the reciprocal distance of a head from its cameras; makes a lift in distance one in reciprocal distance.
     */
    private static final float NEARNESS = 1 / 2.5f;

    /** Triangles of less, in square samples, hit none; their gradients would overflow. */
    private static final float LEAST_AREA = 1e-5f;

    final int side;
    /** Reciprocal depth along the optical axis of the nearest opaque fragment, 0 where there is none. */
    final float[] nearness;
    /** Its triangle; valid where {@link #nearness} is not 0. */
    final int[] triangle;
    /** Its barycentric weights of the second and third corner. */
    final float[] second;

    final float[] third;
    final SoftFragments soft;

    private float[] screen = new float[0];
    private double left;
    private double right;

    Rasteriser(int pixels) {
        side = 2 * pixels + 1;
        nearness = new float[side * side];
        triangle = new int[side * side];
        second = new float[side * side];
        third = new float[side * side];
        soft = new SoftFragments(side * side);
    }

    void draw(HeadScene scene, CameraPose camera) {
        Arrays.fill(nearness, 0);
        soft.clear();
        project(scene, camera);
        for (int t = 0; t < scene.triangles(); t++) {
            drawTriangle(scene, t);
        }
    }

    /** Writes sample x, sample y and reciprocal depth of every vertex. */
    private void project(HeadScene scene, CameraPose camera) {
        float[] m = camera.cameraToWorld();
        float[] p = scene.positions();
        if (screen.length < p.length) {
            screen = new float[p.length];
        }
        float span = side - 1;
        float focalX = (float) camera.intrinsics().focalX() * span;
        float focalY = (float) camera.intrinsics().focalY() * span;
        float centreX = (float) camera.intrinsics().centreX() * span;
        float centreY = (float) camera.intrinsics().centreY() * span;
        for (int i = 0; i < p.length; i += 3) {
            float x = p[i] - m[3];
            float y = p[i + 1] - m[7];
            float z = p[i + 2] - m[11];
            float near = 1 / (x * m[2] + y * m[6] + z * m[10]);
            screen[i] = centreX + focalX * near * (x * m[0] + y * m[4] + z * m[8]);
            screen[i + 1] = centreY + focalY * near * (x * m[1] + y * m[5] + z * m[9]);
            screen[i + 2] = near;
        }
    }

    private void drawTriangle(HeadScene scene, int t) {
        int a = scene.corners()[t * 3] * 3;
        int b = scene.corners()[t * 3 + 1] * 3;
        int c = scene.corners()[t * 3 + 2] * 3;
        float ax = screen[a];
        float ay = screen[a + 1];
        float bx = screen[b] - ax;
        float by = screen[b + 1] - ay;
        float cx = screen[c] - ax;
        float cy = screen[c + 1] - ay;
        float area = bx * cy - cx * by;
        Material material = scene.materials()[scene.surfaces()[t]];
        if (Math.abs(area) < LEAST_AREA || (area > 0 && material.kind().closed())) {
            return; // y runs down, so fronts have negative area
        }
        float top = Math.min(ay, Math.min(screen[b + 1], screen[c + 1]));
        float bottom = Math.max(ay, Math.max(screen[b + 1], screen[c + 1]));
        int firstRow = Math.max(0, (int) Math.ceil(top));
        int lastRow = Math.min(side, (int) Math.ceil(bottom)) - 1;
        if (firstRow > lastRow) {
            return;
        }
        // Reciprocal depth, and the barycentric weights over depth, are linear on the screen.
        float lift = 1 + material.kind().lift * NEARNESS;
        float an = screen[a + 2];
        float bn = screen[b + 2];
        float cn = screen[c + 2];
        float bdx = cy / area * bn;
        float bdy = -cx / area * bn;
        float cdx = -by / area * cn;
        float cdy = bx / area * cn;
        float nearest = Math.max(an, Math.max(bn, cn));
        float adx = -(cy - by) / area * an;
        float ady = (cx - bx) / area * an;
        for (int y = firstRow; y <= lastRow; y++) {
            left = Double.POSITIVE_INFINITY;
            right = Double.NEGATIVE_INFINITY;
            cross(a, b, y);
            cross(b, c, y);
            cross(c, a, y);
            int from = Math.max(0, (int) Math.ceil(left));
            int to = Math.min(side, (int) Math.ceil(right));
            float dx = from - ax;
            float dy = y - ay;
            float bw = bdx * dx + bdy * dy;
            float cw = cdx * dx + cdy * dy;
            float near = an + adx * dx + ady * dy + bw + cw;
            float step = adx + bdx + cdx;
            drawSpan(scene, t, material, y * side + from, y * side + to, bw, cw, near, bdx, cdx, step, lift, nearest);
        }
    }

    private void drawSpan(
            HeadScene scene,
            int t,
            Material material,
            int from,
            int to,
            float secondOverDepth,
            float thirdOverDepth,
            float near,
            float secondStep,
            float thirdStep,
            float nearStep,
            float lift,
            float nearest) {
        boolean cutOut = material.kind().cutOut;
        boolean clipped = scene.clipped()[t];
        for (int i = from; i < to; i++) {
            float lifted = Math.min(nearest, near) * lift;
            if (lifted > nearness[i]) {
                float b = Math.max(0, Math.min(1, secondOverDepth / near));
                float c = Math.max(0, Math.min(1 - b, thirdOverDepth / near));
                float alpha = clipped && outside(scene, t, b, c) ? 0 : cutOut ? alpha(scene, t, material, b, c) : 1;
                if (alpha >= OPAQUE) {
                    nearness[i] = lifted;
                    triangle[i] = t;
                    second[i] = b;
                    third[i] = c;
                } else if (alpha >= SEEN) {
                    soft.add(i, lifted, t, b, c, alpha);
                }
            }
            secondOverDepth += secondStep;
            thirdOverDepth += thirdStep;
            near += nearStep;
        }
    }

    /** Widens the row's span to where an edge crosses it; the same for both triangles of the edge. */
    private void cross(int p, int q, int row) {
        boolean swap = screen[p + 1] > screen[q + 1];
        int upper = swap ? q : p;
        int lower = swap ? p : q;
        double y0 = screen[upper + 1];
        double y1 = screen[lower + 1];
        if (row >= y0 && row < y1) {
            double x0 = screen[upper];
            double x = x0 + (row - y0) * (screen[lower] - x0) / (y1 - y0);
            left = Math.min(left, x);
            right = Math.max(right, x);
        }
    }

    private static float alpha(HeadScene scene, int t, Material material, float b, float c) {
        float a = 1 - b - c;
        float[] uvs = scene.uvs();
        int at = t * 6;
        return material.texture()
                .alpha(
                        a * uvs[at] + b * uvs[at + 2] + c * uvs[at + 4],
                        a * uvs[at + 1] + b * uvs[at + 3] + c * uvs[at + 5]);
    }

    private static boolean outside(HeadScene scene, int t, float b, float c) {
        float a = 1 - b - c;
        float[] p = scene.positions();
        int va = scene.corners()[t * 3] * 3;
        int vb = scene.corners()[t * 3 + 1] * 3;
        int vc = scene.corners()[t * 3 + 2] * 3;
        for (int axis = 0; axis < 3; axis++) {
            float coordinate = a * p[va + axis] + b * p[vb + axis] + c * p[vc + axis];
            if (coordinate < -HeadFrame.BOX || coordinate > HeadFrame.BOX) {
                return true;
            }
        }
        return false;
    }
}
