package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The hair, brows and lashes.
 *
 * @param style the proxy's name; null for a bald head
 * @param tint linear r, g, b of hair of mean luminance
 * @param scale factors about the head's centre along x, y, z
 */
record Hair(@Nullable String style, float[] tint, float[] scale, boolean mirrored, String brows, String lashes) {
    private static final float[][] TINTS = {
        {.010f, .008f, .007f}, // black
        {.022f, .013f, .008f}, // dark brown
        {.050f, .026f, .012f}, // brown
        {.100f, .055f, .025f}, // light brown
        {.220f, .130f, .055f}, // dark blond
        {.380f, .260f, .120f}, // blond
        {.160f, .045f, .015f}, // red
        {.260f, .250f, .240f}, // grey
        {.500f, .480f, .460f}, // white
    };
    private static final int GREY = 7;

    static Hair sample(Chance chance, float male, float age, float caucasian) {
        boolean masculine = male > 0.6f;
        @Nullable
        String style = masculine && chance.happens(0.1f)
                ? null
                : masculine
                        ? chance.pick(Wardrobe.MEN, Wardrobe.MEN_SHARES)
                        : chance.pick(Wardrobe.WOMEN, Wardrobe.WOMEN_SHARES);
        float[] scale = {chance.uniform(0.985f, 1.08f), chance.uniform(0.985f, 1.08f), chance.uniform(0.985f, 1.08f)};
        boolean mirrored = chance.happens(0.5f);
        float[] tint = tint(chance, age, caucasian);
        String brows = "eyebrow%03d".formatted(1 + chance.below(12));
        int lashes = 1 + chance.below(4);
        return new Hair(style, tint, scale, mirrored, brows, lashes == 1 ? "Eyelashes01" : "eyelashes0" + lashes);
    }

    private static float[] tint(Chance chance, float age, float caucasian) {
        boolean grey = chance.happens(Math.max(0, (age - 0.66f) * 2.4f));
        int first = grey ? GREY + chance.below(2) : chance.below(caucasian > 0.5f ? GREY : 3);
        int second = grey ? GREY + chance.below(2) : Math.min(5, first % 6 + chance.below(2));
        float mix = chance.uniform(0, 0.7f);
        float value = chance.uniform(0.75f, 1.3f);
        float[] tint = new float[3];
        for (int k = 0; k < 3; k++) {
            tint[k] = value * (TINTS[first][k] + mix * (TINTS[second][k] - TINTS[first][k]));
        }
        return tint;
    }

    /** The same brows and lashes on a head without hair. */
    Hair shaven() {
        return new Hair(null, tint, scale, mirrored, brows, lashes);
    }

    void describe(ObjectNode record) {
        record.put("hair", style == null ? "none" : style);
        IdentityFiles.putNumbers(record, "hairTint", tint);
        IdentityFiles.putNumbers(record, "hairScale", scale);
        record.put("hairMirrored", mirrored);
        record.put("brows", brows);
        record.put("lashes", lashes);
    }
}
