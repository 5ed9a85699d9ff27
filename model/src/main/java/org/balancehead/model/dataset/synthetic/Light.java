package org.balancehead.model.dataset.synthetic;

/**
 * The light of one identity, fixed to the head: a key light, a weak fill from behind, and a sky and a ground, all as a
 * camera of some white balance sees them.
 *
 * @param key unit vector towards the key light
 * @param keyColour linear r, g, b
 * @param fill unit vector towards the fill light
 * @param fillColour linear r, g, b
 * @param sky from above, linear r, g, b
 * @param ground from below, linear r, g, b
 */
record Light(float[] key, float[] keyColour, float[] fill, float[] fillColour, float[] sky, float[] ground) {
    static Light sample(Chance chance) {
        double azimuth = Math.toRadians(chance.uniform(-55, 55));
        double elevation = Math.toRadians(chance.uniform(10, 55));
        float[] key = {
            (float) (Math.sin(azimuth) * Math.cos(elevation)),
            (float) Math.sin(elevation),
            (float) (Math.cos(azimuth) * Math.cos(elevation))
        };
        float length = (float) Math.sqrt(key[0] * key[0] + 0.01f + key[2] * key[2]);
        float[] fill = {-key[0] / length, 0.1f / length, -key[2] / length};
        float strength = chance.uniform(0.45f, 0.85f);
        float ambient = chance.uniform(0.38f, 0.55f);
        float warmth = chance.uniform(-0.08f, 0.08f);
        float back = chance.uniform(0.2f, 0.35f);
        float[] balance = {1 + chance.uniform(-0.08f, 0.08f), 1, 1 + chance.uniform(-0.08f, 0.08f)};
        float[] keyColour = lit(strength, warmth, balance);
        float[] sky = lit(ambient * 1.15f, -warmth / 2, balance);
        return new Light(key, keyColour, fill, lit(back, 0, balance), sky, lit(ambient * 0.7f, 0, balance));
    }

    private static float[] lit(float strength, float warmth, float[] balance) {
        return new float[] {
            strength * (1 + warmth) * balance[0], strength * balance[1], strength * (1 - warmth) * balance[2]
        };
    }
}
