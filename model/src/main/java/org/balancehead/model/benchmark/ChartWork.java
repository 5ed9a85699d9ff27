package org.balancehead.model.benchmark;

import java.util.Optional;
import org.balancehead.model.generator.chart.ChartPreset;

/** The arithmetic of a chart generator, for one head and one view. */
public final class ChartWork {
    private static final int KERNEL = 9;
    private static final int BILINEAR = 4;
    private static final int AXIS_PLANES = 3;

    /** Colour and opacity, beside the features. */
    private static final int SEEN = 4;

    /** What the plain renderer takes on each ray. */
    private static final int PLAIN_SAMPLES = 96;

    private final ChartPreset preset;

    ChartWork(ChartPreset preset) {
        this.preset = preset;
    }

    /**
     * A figure of {@link ChartGeneratorBenchmark} with its share of a limit, where its arithmetic is known: the chart's
     * own renderer goes where the head is, and how much that is depends on the head.
     */
    public static Figure share(Figure figure, PhysicalLimits limits) {
        ChartWork work = new ChartWork(ChartPreset.load(figure.preset()));
        Optional<Work> known = switch (figure.name()) {
            case "planes_ms" -> Optional.of(work.planes());
            case "super_resolution_ms" -> Optional.of(work.superResolution());
            case "views_per_second_plain" ->
                Optional.of(work.rays(PLAIN_SAMPLES).plus(work.superResolution()));
            default -> Optional.empty();
        };
        return known.map(arithmetic -> limits.share(figure, arithmetic)).orElse(figure);
    }

    /** From w to the chart and the residual planes. */
    Work planes() {
        return mixing().plus(convolutions());
    }

    /** From w to the chart, the maps that the residual planes begin with, and styles. */
    Work mixing() {
        double k = preset.wDimension();
        double mixed = preset.mixedChannels();
        double chart = k * ChartPreset.MAP_CHANNELS * preset.mapWidth() / 2 * preset.mapHeight();
        double maps = preset.mixedMaps() * (k + mixed * pixels() / 4);
        return Work.ofMultiplyAdds(chart + maps + k * (3 * mixed + planeFeatures()));
    }

    /** The residual planes' layers. */
    Work convolutions() {
        double mixed = preset.mixedChannels();
        double layers = KERNEL * mixed * mixed * (pixels() / 4 + pixels()) + mixed * planeFeatures() * pixels();
        return Work.ofMultiplyAdds(layers);
    }

    private double pixels() {
        return (double) preset.planeSize() * preset.planeSize();
    }

    private double planeFeatures() {
        return (double) AXIS_PLANES * preset.planeChannels();
    }

    /** So many samples on each ray of the rendered picture. */
    Work rays(int samples) {
        return points((double) preset.neuralResolution() * preset.neuralResolution() * samples);
    }

    /** The field at so many points: chart and planes looked up, decoder. */
    Work points(double count) {
        double out = ChartPreset.MAP_CHANNELS + preset.fieldFeatures();
        double decoding = preset.fieldHidden() * (preset.planeChannels() + out);
        double numbers = ChartPreset.MAP_CHANNELS + AXIS_PLANES * preset.planeChannels();
        return new Work(decoding, 0, (BILINEAR + 1) * numbers * Float.BYTES).times(count);
    }

    Work superResolution() {
        double pixels = (double) preset.neuralResolution() * preset.neuralResolution();
        double hidden = preset.superResolutionChannels();
        double weights = hidden * (SEEN + preset.fieldFeatures()) + hidden * hidden + hidden * 4 * 3;
        return Work.ofMultiplyAdds(KERNEL * weights * pixels).inHalfPrecision();
    }
}
