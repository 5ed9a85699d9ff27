package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Eyes and clothes.
 *
 * @param clothesTint linear r, g, b of cloth of mean luminance; null leaves the texture's colours
 * @param hat the proxy's name; null for none
 * @param hatTexture picks among the hat's colours
 */
record Outfit(
        String eyes,
        String clothes,
        float @Nullable [] clothesTint,
        @Nullable String hat,
        int hatTexture) {
    private static final String[] EYES = {
        "brown", "brownlight", "blue", "bluegreen", "deepblue", "green", "grey", "ice", "lightblue"
    };

    static Outfit sample(Chance chance, float male, float caucasian) {
        String eyes = EYES[chance.below(caucasian > 0.5f ? EYES.length : 2)] + "_eye.png";
        String clothes = male > 0.5f
                ? chance.pick(Wardrobe.MENS_CLOTHES, Wardrobe.MENS_CLOTHES_SHARES)
                : chance.pick(Wardrobe.WOMENS_CLOTHES, Wardrobe.WOMENS_CLOTHES_SHARES);
        float[] tint = null;
        if (chance.happens(0.75f)) {
            float value = (float) Math.pow(chance.uniform(0.12f, 0.9f), 2);
            tint = new float[] {
                value * chance.uniform(0.5f, 1), value * chance.uniform(0.5f, 1), value * chance.uniform(0.5f, 1)
            };
        }
        @Nullable
        String hat = male > 0.5f && chance.happens(0.03f) ? (chance.happens(0.5f) ? "fedora" : "fedora_cocked") : null;
        return new Outfit(eyes, clothes, tint, hat, chance.below(3));
    }

    void describe(ObjectNode record) {
        record.put("eyes", eyes);
        record.put("clothes", clothes);
        record.put("hat", hat == null ? "none" : hat);
    }
}
