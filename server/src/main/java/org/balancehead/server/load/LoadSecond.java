package org.balancehead.server.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.balancehead.model.benchmark.Samples;
import org.jspecify.annotations.Nullable;

/**
 * What the visitors who behave saw in one second of a load.
 *
 * @param second that it is, the first being 0
 * @param seeing visitors that a view came to
 * @param views that came to all of them
 * @param frameAge absent where no view reflected a camera frame
 * @param viewInterval absent where no view followed another one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadSecond(
        int second,
        int seeing,
        int views,
        @Nullable Times frameAge,
        @Nullable Times viewInterval) {
    /** Percentiles in milliseconds. */
    public record Times(double p50Ms, double p95Ms) {
        private static @Nullable Times of(Stream<Double> times) {
            List<Double> finite = times.filter(Double::isFinite).toList();
            if (finite.isEmpty()) {
                return null;
            }
            Samples samples = Samples.of(finite);
            return new Times(samples.median(), samples.quantile(0.95));
        }
    }

    static double p50(@Nullable Times times) {
        return times == null ? Double.NaN : times.p50Ms();
    }

    static double p95(@Nullable Times times) {
        return times == null ? Double.NaN : times.p95Ms();
    }

    /** The whole seconds of a load in which views came. */
    static List<LoadSecond> of(List<Visit> visits, int seconds) {
        Map<Integer, List<List<SeenView>>> bySecond = new TreeMap<>();
        visits.stream()
                .filter(visit -> visit.manner() == Manner.GOOD)
                .forEach(visit -> visit.views().stream()
                        .collect(Collectors.groupingBy(view -> (int) view.second()))
                        .forEach((second, views) -> bySecond.computeIfAbsent(second, any -> new ArrayList<>())
                                .add(views)));
        return bySecond.entrySet().stream()
                .filter(entry -> entry.getKey() < seconds)
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static LoadSecond of(int second, List<List<SeenView>> ofEach) {
        List<SeenView> views = ofEach.stream().flatMap(List::stream).toList();
        return new LoadSecond(
                second,
                ofEach.size(),
                views.size(),
                Times.of(views.stream().map(SeenView::ageMs)),
                Times.of(views.stream().map(SeenView::gapMs)));
    }
}
