package org.balancehead.model.dataset.synthetic;

/** Where a beard grows on the unmorphed body: the lower cheeks, the jaw, the chin and the upper lip, not the lips. */
final class BeardMap {
    private BeardMap() {}

    /** 0…1 a vertex of the body and its helpers. */
    static float[] of(float[] vertices) {
        HeadFrame frame = HeadFrame.of(vertices);
        float[] grows = new float[vertices.length / 3];
        for (int v = 0; v < MorphTargets.BODY_VERTICES; v++) {
            grows[v] = at(
                    Math.abs(vertices[v * 3] - frame.x()),
                    vertices[v * 3 + 1] - frame.y(),
                    vertices[v * 3 + 2] - frame.z());
        }
        return grows;
    }

    /** At a point relative to the frame's centre, in model units; {@code x} from the middle outwards. */
    private static float at(float x, float y, float z) {
        float edge = -0.40f + 0.16f * smooth(0.25f, 0.6f, x); // the line climbs towards the sideburns
        float below = smooth(edge + 0.06f, edge - 0.10f, y);
        float above = smooth(-1.25f, -1.0f, y);
        float front = smooth(-0.25f, 0.1f, z);
        float lipX = x / 0.29f;
        float lipY = (y + 0.585f) / 0.095f;
        float lips = smooth(1.25f, 0.75f, (float) Math.sqrt(lipX * lipX + lipY * lipY));
        return below * above * front * (1 - lips);
    }

    /** 0 at {@code from}, 1 at {@code to}, smooth between; the bounds may be in either order. */
    private static float smooth(float from, float to, float x) {
        float t = Math.max(0, Math.min(1, (x - from) / (to - from)));
        return t * t * (3 - 2 * t);
    }
}
