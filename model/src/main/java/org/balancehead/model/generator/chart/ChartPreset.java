package org.balancehead.model.generator.chart;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** The sizes of a chart generator, as its preset file gives and explains them. */
public record ChartPreset(
        String name,
        int wDimension,
        int wEven,
        int zDimension,
        int mappingLayers,
        int mappingHidden,
        int mapWidth,
        int mapHeight,
        int planeSize,
        int planeChannels,
        int mixedMaps,
        int mixedChannels,
        int fieldHidden,
        int fieldFeatures,
        double shellSoftness,
        double peakDensity,
        int neuralResolution,
        int imageSize,
        int coarseSamples,
        int fineSamples,
        int superResolutionChannels) {
    /** Channels of the chart map: radius, red, green, blue. */
    public static final int MAP_CHANNELS = 4;

    /** What the radius counts beside a colour where chart maps are compared. */
    public static final float RADIUS_WEIGHT = 4;

    /**
     * Reads {@code presets/<name>.conf} from the class path.
     *
     * @throws IllegalArgumentException when there is none of that name, or it is of another kind
     */
    public static ChartPreset load(String name) {
        Config config = file(name);
        if (!isChart(config)) {
            throw new IllegalArgumentException(
                    "'%s' is no preset of a chart generator: choose compact.".formatted(name));
        }
        return of(name, config);
    }

    /** Whether there is a preset of a chart generator of that name. */
    public static boolean exists(String name) {
        return isChart(file(name));
    }

    private static Config file(String name) {
        return ConfigFactory.parseResources("presets/" + name + ".conf");
    }

    private static boolean isChart(Config config) {
        return config.hasPath("kind") && config.getString("kind").equals("chart");
    }

    private static ChartPreset of(String name, Config c) {
        return new ChartPreset(
                name,
                c.getInt("w-dimension"),
                c.getInt("w-even"),
                c.getInt("z-dimension"),
                c.getInt("mapping-layers"),
                c.getInt("mapping-hidden"),
                c.getInt("map-width"),
                c.getInt("map-height"),
                c.getInt("plane-size"),
                c.getInt("plane-channels"),
                c.getInt("mixed-maps"),
                c.getInt("mixed-channels"),
                c.getInt("field-hidden"),
                c.getInt("field-features"),
                c.getDouble("shell-softness"),
                c.getDouble("peak-density"),
                c.getInt("neural-resolution"),
                c.getInt("image-size"),
                c.getInt("coarse-samples"),
                c.getInt("fine-samples"),
                c.getInt("super-resolution-channels"));
    }
}
