package org.balancehead.model.dataset.synthetic;

/**
 * Where a head stands in the world: {@code world = (model − centre) · SCALE}.
 *
 * @param x the centre, in model units: between the eyes, {@link #BELOW_EYES} below and {@link #BEHIND_EYES} behind
 */
record HeadFrame(float x, float y, float z) {
    /** World units per model unit (1 dm). */
    static final float SCALE = 0.195f;

    /** Nothing outside this half side is drawn. */
    static final float BOX = 0.495f;

    private static final float BELOW_EYES = 0.108f;
    private static final float BEHIND_EYES = 0.6f;
    private static final int LEFT_EYEBALL = 14_598;
    private static final int RIGHT_EYEBALL = 14_670;
    private static final int EYEBALL_VERTICES = 72;

    /** The frame of a morphed body, helpers included. */
    static HeadFrame of(float[] body) {
        float[] eyes = new float[3];
        for (int v = LEFT_EYEBALL; v < RIGHT_EYEBALL + EYEBALL_VERTICES; v++) {
            for (int k = 0; k < 3; k++) {
                eyes[k] += body[v * 3 + k] / (2 * EYEBALL_VERTICES);
            }
        }
        return new HeadFrame(eyes[0], eyes[1] - BELOW_EYES, eyes[2] - BEHIND_EYES);
    }

    float[] toWorld(float[] model) {
        float[] world = new float[model.length];
        for (int i = 0; i < world.length; i += 3) {
            world[i] = (model[i] - x) * SCALE;
            world[i + 1] = (model[i + 1] - y) * SCALE;
            world[i + 2] = (model[i + 2] - z) * SCALE;
        }
        return world;
    }
}
