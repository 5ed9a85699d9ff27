package org.balancehead.model.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How well a checkpoint must get its golden head back at least before anybody begins on it, as its manifest states by
 * the figures {@value #PSNR} and {@value #IDENTITY} of its metrics. A checkpoint that states none is held to none.
 *
 * @param psnr in dB
 * @param identity as a cosine, −1…1
 */
public record QualityFloor(OptionalDouble psnr, OptionalDouble identity) {
    public static final String PSNR = "floorPsnr";
    public static final String IDENTITY = "floorIdentity";

    public static final QualityFloor NONE = new QualityFloor(OptionalDouble.empty(), OptionalDouble.empty());

    /** The floor that a manifest's metrics state. */
    public static QualityFloor of(Map<String, Double> metrics) {
        return new QualityFloor(figure(metrics, PSNR), figure(metrics, IDENTITY));
    }

    private static OptionalDouble figure(Map<String, Double> metrics, String name) {
        Double figure = metrics.get(name);
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }

    /** As a manifest's metrics state it. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        psnr.ifPresent(least -> metrics.put(PSNR, least));
        identity.ifPresent(least -> metrics.put(IDENTITY, least));
        return metrics;
    }

    public boolean isNone() {
        return psnr.isEmpty() && identity.isEmpty();
    }
}
