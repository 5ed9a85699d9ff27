package org.balancehead.model.dataset.synthetic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shape of a head by its sliders, from the morph targets of its record: both ends of a slider are one number, named
 * after the high end, and so are left and right; body weight and muscles −1…1.
 */
public final class ShapeSliders {
    private static final String BUILD = "macrodetails/universal-";
    private static final String EXPRESSION = "expression/units/";

    private final Map<String, Float> values = new TreeMap<>();

    private ShapeSliders() {}

    /**
     * The sliders that are not at 0.
     *
     * @param shape {@code shape} of an identity's record: the weight of each morph target
     */
    public static Map<String, Float> of(JsonNode shape) {
        ShapeSliders sliders = new ShapeSliders();
        shape.properties()
                .forEach(target ->
                        sliders.add(target.getKey(), (float) target.getValue().asDouble()));
        return sliders.values;
    }

    private void add(String target, float weight) {
        if (target.startsWith(BUILD)) {
            addBuild(target, "weight", weight);
            addBuild(target, "muscle", weight);
        } else if (target.startsWith(EXPRESSION)) { // of each face type, by its share
            addFolded("expression/" + target.substring(target.lastIndexOf('/') + 1), weight);
        } else if (!target.startsWith("macrodetails/")) { // those are sex, age and face type, which records have apart
            addFolded(target, weight);
        }
    }

    private void addBuild(String target, String measure, float weight) {
        float sign = target.contains("-max" + measure) ? 1 : target.contains("-min" + measure) ? -1 : 0;
        values.merge("body/" + measure, sign * weight, Float::sum);
    }

    private void addFolded(String target, float weight) {
        String bothSides = target.replaceFirst("/[lr]-", "/").replaceFirst("-(left|right)-", "-");
        boolean paired = !bothSides.equals(target);
        float share = paired ? weight / 2 : weight;
        String end = bothSides.substring(bothSides.lastIndexOf('-') + 1);
        for (String[] ends : FaceShape.SLIDERS) {
            if (end.equals(ends[0])) {
                String stem = bothSides.substring(0, bothSides.length() - end.length());
                values.merge(stem + ends[1], -share, Float::sum);
                return;
            }
        }
        values.merge(bothSides, share, Float::sum);
    }
}
