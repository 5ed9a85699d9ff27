package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The skin's colour.
 *
 * @param ageGroup {@code young}, {@code middleage} or {@code old}
 * @param sex {@code male} or {@code female}
 * @param shares of the african, asian and caucasian skin; sum 1
 * @param variant picks among several textures of one skin
 * @param saturation 0 grey … 1 as the texture
 * @param tint factors on r, g, b
 * @param stubble how much of the beard's shadow shows, 0…1
 * @param stubbleColour linear r, g, b
 */
record Skin(
        String ageGroup,
        String sex,
        float[] shares,
        int variant,
        float saturation,
        float[] tint,
        float stubble,
        float[] stubbleColour) {
    private static final float LEAST_SHARE = 0.12f;

    static Skin sample(Chance chance, float male, float age, float[] faceShares, Hair hair) {
        float[] shares = faceShares.clone();
        float sum = 0;
        for (int k = 0; k < 3; k++) {
            shares[k] = shares[k] < LEAST_SHARE ? 0 : shares[k];
            sum += shares[k];
        }
        for (int k = 0; k < 3; k++) {
            shares[k] /= sum;
        }
        float gain = chance.uniform(0.82f, 1.18f);
        float redness = chance.gaussian(0.025f, 0.05f);
        float blueness = chance.gaussian(0.03f, 0.06f);
        float[] tint = {gain * (1 + redness), gain, gain * (1 + blueness)};
        float saturation = chance.uniform(0.65f, 1);
        boolean shaven = male > 0.6f && chance.happens(0.55f);
        float stubble = shaven ? chance.uniform(0.1f, 0.75f) : 0;
        float[] dark = new float[3];
        for (int k = 0; k < 3; k++) {
            dark[k] = 0.6f * hair.tint()[k] + 0.004f;
        }
        String group = age < 0.58f ? "young" : age < 0.78f ? "middleage" : "old";
        return new Skin(
                group, male > 0.5f ? "male" : "female", shares, chance.below(2), saturation, tint, stubble, dark);
    }

    void describe(ObjectNode record) {
        record.put("skin", ageGroup);
        IdentityFiles.putNumbers(record, "skinTint", tint);
        record.put("stubble", stubble);
    }
}
