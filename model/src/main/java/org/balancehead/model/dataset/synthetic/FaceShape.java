package org.balancehead.model.dataset.synthetic;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Draws the weights of the morph targets of one head: sex, age, body, face type, details, expression. */
final class FaceShape {
    /** Names of the low and the high end of a slider; either end alone is a target. */
    static final String[][] SLIDERS = {
        {"less", "more"},
        {"in", "out"},
        {"down", "up"},
        {"backward", "forward"},
        {"min", "max"},
        {"concave", "convex"},
        {"skinny", "fat"},
        {"compress", "uncompress"},
        {"decr", "incr"},
        {"decrease", "increase"},
        {"deflate", "inflate"},
        {"small", "big"},
        {"point", "potato"},
        {"round", "square"},
        {"lessgreek", "moregreek"},
        {"lesshump", "morehump"}
    };

    /** Sliders that skew or shift the face instead of shaping it. */
    private static final Set<String> UNUSED = Set.of(
            "head-age",
            "head-trans",
            "neck-trans-depth",
            "neck-trans-horiz",
            "neck-trans-vert",
            "nose-trans-horiz",
            "ear-shape1");

    private static final String[] FOLDERS = {
        "head", "forehead", "eyebrows", "eyes", "nose", "mouth", "ears", "chin", "cheek", "neck"
    };
    private static final float[] SPREAD = {.18f, .22f, .25f, .17f, .20f, .17f, .20f, .20f, .20f, .15f};
    private static final float UNTOUCHED = 0.35f;
    private static final float LIMIT = 0.9f;
    private static final float ASYMMETRY = 0.03f;
    private static final String[] HEADS = {
        "oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond"
    };
    private static final float LEAST = 1e-4f;

    private final MorphTargets targets;
    private final Chance chance;
    private final Map<String, Float> weights = new TreeMap<>();

    FaceShape(MorphTargets targets, Chance chance) {
        this.targets = targets;
        this.chance = chance;
    }

    Map<String, Float> sample(float male, float age, float african, float asian, float caucasian) {
        Map<String, Float> faces = Map.of("african", african, "asian", asian, "caucasian", caucasian);
        build(male, age, new TreeMap<>(faces));
        for (int folder = 0; folder < FOLDERS.length; folder++) {
            details(FOLDERS[folder], SPREAD[folder]);
        }
        put("head/head-" + HEADS[chance.below(HEADS.length)], chance.uniform(0, 0.6f));
        if (chance.happens(0.25f)) {
            put("chin/chin-triangle", chance.uniform(0, 0.6f));
        }
        if (chance.happens(0.6f)) {
            express(new TreeMap<>(faces));
        }
        return weights;
    }

    /** The targets that only together make a natural body: every combination of the factors, by their product. */
    private void build(float male, float age, Map<String, Float> faces) {
        Map<String, Float> muscles = around(0.5f + chance.gaussian(0.18f, 0.5f));
        Map<String, Float> fats = around(0.5f + chance.gaussian(0.2f, 0.5f));
        Map<String, Float> ages = ages(age);
        Map<String, Float> sexes = new TreeMap<>(Map.of("male", male, "female", 1 - male));
        sexes.forEach((sex, s) -> ages.forEach((years, y) -> {
            faces.forEach((face, f) -> put("macrodetails/%s-%s-%s".formatted(face, sex, years), s * y * f));
            muscles.forEach((muscle, m) -> fats.forEach((fat, w) -> put(
                    "macrodetails/universal-%s-%s-%smuscle-%sweight".formatted(sex, years, muscle, fat),
                    s * y * m * w)));
        }));
    }

    private static Map<String, Float> ages(float age) {
        if (age >= 0.5f) {
            float old = 2 * age - 1;
            return new TreeMap<>(Map.of("old", old, "young", 1 - old));
        }
        float young = Math.max(0, 3.2f * (age - 0.1875f));
        float child = Math.max(0, Math.min(1, 5.333f * age) - young);
        return new TreeMap<>(Map.of("baby", Math.max(0, 1 - 5.333f * age), "child", child, "young", young));
    }

    private static Map<String, Float> around(float level) {
        float max = Math.max(0, 2 * level - 1);
        float min = Math.max(0, 1 - 2 * level);
        return new TreeMap<>(Map.of("min", min, "average", 1 - max - min, "max", max));
    }

    /** Every slider of a folder; the left and right one of a pair get nearly the same value. */
    private void details(String folder, float spread) {
        Set<String> names = targets.inFolder(folder).keySet();
        Map<String, Float> bothSides = new TreeMap<>();
        for (String name : names) {
            for (String[] ends : SLIDERS) {
                String low = "-" + ends[0];
                String stem = name.endsWith(low) ? name.substring(0, name.length() - low.length()) : "";
                if (!stem.isEmpty() && names.contains(stem + "-" + ends[1])) {
                    slide(stem, ends, spread, bothSides);
                }
            }
        }
    }

    private void slide(String stem, String[] ends, float spread, Map<String, Float> bothSides) {
        String part = stem.substring(stem.indexOf('/') + 1);
        boolean paired = part.startsWith("l-") || part.startsWith("r-");
        String slider = paired ? part.substring(2) : part;
        boolean sideways = slider.equals("mouth-trans") && ends[0].equals("in");
        if (UNUSED.contains(slider) || sideways) {
            return;
        }
        float shared = bothSides.computeIfAbsent(
                slider + ends[0], key -> chance.happens(UNTOUCHED) ? 0 : chance.gaussian(spread, LIMIT));
        float value = shared + (paired ? chance.gaussian(ASYMMETRY, 0.1f) : 0);
        put(stem + "-" + (value < 0 ? ends[0] : ends[1]), Math.abs(value));
    }

    private void express(Map<String, Float> faces) {
        float smile = chance.happens(0.5f) ? chance.uniform(0, 0.6f) : 0;
        float open = chance.happens(0.35f) ? chance.uniform(0, 0.6f) : 0;
        float brows = chance.happens(0.3f) ? chance.uniform(0, 0.7f) : 0;
        faces.forEach((face, share) -> {
            String units = "expression/units/" + face + "/";
            put(units + "mouth-corner-puller", smile * share);
            put(units + "mouth-open", open * share);
            put(units + "eyebrows-left-up", brows * share);
            put(units + "eyebrows-right-up", brows * share);
            put(units + "eye-left-slit", 0.5f * smile * share);
            put(units + "eye-right-slit", 0.5f * smile * share);
        });
    }

    private void put(String target, float weight) {
        if (weight > LEAST) {
            weights.put(target, weight);
        }
    }
}
