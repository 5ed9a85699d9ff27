package org.balancehead.server.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's {@code /metrics} said, in Prometheus' text format 0.0.4.
 *
 * @param types of the metric families, by their names
 * @param samples in their order
 */
public record MetricsText(Map<String, String> types, List<Sample> samples) {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (" + NAME + ") (.*)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    /** One value of one series. */
    public record Sample(String name, Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
        }
    }

    public MetricsText {
        types = Map.copyOf(types);
        samples = List.copyOf(samples);
    }

    /**
     * Reads it strictly.
     *
     * @throws IllegalArgumentException naming the line that is not of the format, or comes twice
     */
    public static MetricsText parse(String text) {
        Map<String, String> types = new HashMap<>();
        List<Sample> samples = new ArrayList<>();
        Set<Sample> seen = new HashSet<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                Matcher comment = matched(COMMENT, line);
                if (comment.group(1).equals("TYPE")
                        && (!TYPES.contains(comment.group(3))
                                || types.put(comment.group(2), comment.group(3)) != null)) {
                    throw wrong(line);
                }
            } else {
                Sample sample = sample(line);
                if (!seen.add(new Sample(sample.name(), sample.labels(), 0))) {
                    throw wrong(line);
                }
                samples.add(sample);
            }
        }
        return new MetricsText(types, samples);
    }

    private static Sample sample(String line) {
        Matcher sample = matched(SAMPLE, line);
        Map<String, String> labels = new TreeMap<>();
        String list = sample.group(2) == null ? "" : sample.group(2);
        Matcher label = LABEL.matcher(list);
        int end = 0;
        while (end < list.length()) {
            if (!label.find(end) || label.start() != end || labels.put(label.group(1), label.group(2)) != null) {
                throw wrong(line);
            }
            end = label.end();
        }
        return new Sample(sample.group(1), labels, value(sample.group(3), line));
    }

    private static double value(String text, String line) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException noNumber) {
                    throw wrong(line);
                }
            }
        };
    }

    private static Matcher matched(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw wrong(line);
        }
        return matcher;
    }

    private static IllegalArgumentException wrong(String line) {
        return new IllegalArgumentException("This line is not of Prometheus' text format: " + line);
    }

    /** The sum of a metric's series; NaN when there is none. */
    public double sum(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .mapToDouble(Sample::value)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** A metric's values by one of its labels; series without it are left out, those that share a value are added. */
    public Map<String, Double> by(String label, String name) {
        Map<String, Double> values = new TreeMap<>();
        for (Sample sample : samples) {
            String value = sample.labels().get(label);
            if (value != null && sample.name().equals(name)) {
                values.merge(value, sample.value(), Double::sum);
            }
        }
        return values;
    }
}
