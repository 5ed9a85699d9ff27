package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Everything that chance decided about one head; the same seed gives the same identity.
 *
 * @param male 0 female … 1 male
 * @param age 0 is one year, 0.5 is 25, 1 is 90
 * @param african share of the three face types, which sum to 1
 * @param targets weight of each morph target
 */
record HeadIdentity(
        long seed,
        float male,
        float age,
        float african,
        float asian,
        float caucasian,
        Map<String, Float> targets,
        Skin skin,
        Hair hair,
        Outfit outfit,
        Light light) {

    static HeadIdentity of(long seed, MorphTargets targets) {
        Chance chance = Chance.of(seed, "identity");
        // most are plainly of one sex, the rest anywhere between
        float male = chance.happens(0.15f)
                ? chance.uniform(0, 1)
                : chance.happens(0.5f) ? chance.uniform(0.85f, 1) : chance.uniform(0, 0.15f);
        float age = 0.29f + 0.71f * (float) Math.pow(chance.uniform(0, 1), 1.4); // 15 to 90 years
        float[] face = new float[3];
        float sum = 0;
        for (int k = 0; k < 3; k++) {
            double drawn = -Math.log(1e-6 + chance.uniform(0, 1));
            face[k] = (float) (drawn * drawn);
            sum += face[k];
        }
        float african = face[0] / sum;
        float asian = face[1] / sum;
        float caucasian = face[2] / sum;
        Map<String, Float> shape =
                new FaceShape(targets, Chance.of(seed, "shape")).sample(male, age, african, asian, caucasian);
        Outfit outfit = Outfit.sample(Chance.of(seed, "outfit"), male, caucasian);
        Hair grown = Hair.sample(Chance.of(seed, "hair"), male, age, caucasian);
        Hair hair = outfit.hat() == null ? grown : grown.shaven(); // else it would poke through the hat
        return new HeadIdentity(
                seed,
                male,
                age,
                african,
                asian,
                caucasian,
                shape,
                Skin.sample(Chance.of(seed, "skin"), male, age, new float[] {african, asian, caucasian}, hair),
                hair,
                outfit,
                Light.sample(Chance.of(seed, "light")));
    }

    /** Adds what is worth knowing about the identity to its record. */
    void describe(ObjectNode record) {
        record.put("sex", male > 0.5f ? "male" : "female");
        record.put("male", male);
        record.put("age", Math.round(age < 0.5f ? 1 + 48 * age : 25 + 130 * (age - 0.5f)));
        record.put("african", african);
        record.put("asian", asian);
        record.put("caucasian", caucasian);
        skin.describe(record);
        hair.describe(record);
        outfit.describe(record);
        ObjectNode shape = record.putObject("shape");
        targets.forEach(shape::put);
    }
}
