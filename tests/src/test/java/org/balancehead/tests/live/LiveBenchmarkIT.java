package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Growth;
import org.balancehead.server.benchmark.LiveBenchmark;
import org.balancehead.server.benchmark.SessionsBenchmark;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.Test;

class LiveBenchmarkIT {
    private static final Path CLIP = Path.of(System.getProperty("balancehead.home"), "demo", "webcam.mp4");
    private static final int FRAMES = 30;

    @Test
    void measuresAVisitThroughARealServer() throws Exception {
        List<Figure> figures = new ArrayList<>();

        new LiveBenchmark(FakeHeadModel::new, figures::add).run(firstFrames());

        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "live_refined_s", "live_views_per_second", "live_view_gap_p95_ms", "serving_overhead_p95_ms");
        assertThat(figures).extracting(Figure::value).allMatch(value -> value > 0 && Double.isFinite(value));
    }

    @Test
    void measuresSeveralVisitorsAtATime() throws Exception {
        List<Growth> growth =
                new SessionsBenchmark(FakeHeadModel::new, TimeUnit.MILLISECONDS.toNanos(200)).run(firstFrames());

        assertThat(growth)
                .extracting(Growth::name)
                .containsExactly(
                        "sessions_views_per_second", "least_session_views_per_second", "sessions_view_gap_p95_ms");
        assertThat(growth).allSatisfy(one -> {
            assertThat(one.points()).extracting(Growth.Point::at).containsExactly(1.0, 2.0, 4.0, 8.0);
            assertThat(one.points()).allMatch(point -> point.value() > 0 && Double.isFinite(point.value()));
        });
    }

    private static List<VideoFrame> firstFrames() throws UnreadableMediaException {
        List<VideoFrame> frames = new ArrayList<>();
        try (ClipReader clip = ClipReader.open(CLIP)) {
            while (frames.size() < FRAMES) {
                frames.add(clip.next().orElseThrow());
            }
        }
        return frames;
    }
}
