package org.balancehead.server.load;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one visitor saw, from coming to leaving, over all its connections.
 *
 * @param manner of the visitor
 * @param firstViewMs from the first camera frame to the first view, of each connection that began anew
 * @param resumedViewMs the same of each connection that resumed a session
 * @param views that came, in their order
 * @param viewsPerSecond from the first view to the end; 0 without any
 * @param lost views whose numbers were left out, or that came out of order
 * @param refused upgrades that the server refused
 * @param reconnects after connections that ended on the server's side or broke
 * @param vanished how often the visitor cut its connection
 * @param errors how often which: what the server said, or how the connection failed
 */
record Visit(
        Manner manner,
        List<Double> firstViewMs,
        List<Double> resumedViewMs,
        List<SeenView> views,
        double viewsPerSecond,
        long lost,
        long refused,
        long reconnects,
        long vanished,
        Map<String, Integer> errors) {
    Visit {
        firstViewMs = List.copyOf(firstViewMs);
        resumedViewMs = List.copyOf(resumedViewMs);
        views = List.copyOf(views);
        errors = Map.copyOf(errors);
    }

    /** Between a view and the one before it. */
    Stream<Double> gapsMs() {
        return views.stream().map(SeenView::gapMs).filter(Double::isFinite);
    }

    /** From a camera frame's capture to the first view that reflects it; in mirror mode alone. */
    Stream<Double> cameraToViewMs() {
        List<SeenView> reflecting =
                views.stream().filter(view -> Double.isFinite(view.ageMs())).toList();
        return IntStream.range(0, reflecting.size())
                .filter(i -> i == 0 || reflecting.get(i).capturedAfter(reflecting.get(i - 1)))
                .mapToObj(i -> reflecting.get(i).ageMs());
    }

    /** Of the views that reflect a camera frame; in mirror mode alone. */
    Stream<Double> agesMs() {
        return views.stream().map(SeenView::ageMs).filter(Double::isFinite);
    }
}
