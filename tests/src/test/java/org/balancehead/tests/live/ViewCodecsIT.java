package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.server.config.AccessConfig;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.CodedPicture;
import org.balancehead.streaming.video.Quality;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.balancehead.streaming.video.ViewEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each codec costs and carries; the figures are printed. */
class ViewCodecsIT {
    private static final Path CLIP = Path.of(System.getProperty("balancehead.home"), "demo", "webcam.mp4");
    private static final int SIZE = 256;
    private static final int FPS = 24;
    private static final int FRAMES = 100;

    @ParameterizedTest
    @EnumSource(Codec.class)
    void encodesTheClip(Codec codec) throws UnreadableMediaException {
        List<VideoFrame> frames = clip();
        for (Quality quality : Quality.values()) {
            List<Double> milliseconds = new ArrayList<>();
            List<Double> bytes = new ArrayList<>();
            int keyFrames = 0;
            try (ViewEncoder encoder = new ViewEncoder(codec)) {
                for (VideoFrame frame : frames) {
                    long began = System.nanoTime();
                    CodedPicture coded = encoder.encode(frame, quality, FPS, false);
                    milliseconds.add((System.nanoTime() - began) * 1e-6);
                    bytes.add((double) coded.bytes().length);
                    keyFrames += coded.keyFrame() ? 1 : 0;
                }
            }
            System.out.printf(
                    "%s %s: %.2f ms a view (p95 %.2f), %.0f bytes (first %.0f), %.0f kbit/s at %d a second%n",
                    codec,
                    quality,
                    share(milliseconds, 0.5),
                    share(milliseconds, 0.95),
                    share(bytes, 0.5),
                    bytes.get(0),
                    bytes.stream().mapToDouble(Double::doubleValue).average().orElseThrow() * 8 * FPS / 1e3,
                    FPS);

            assertThat(keyFrames).isEqualTo(codec == Codec.JPEG || codec == Codec.PNG ? FRAMES : 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void streamsAHead(Codec codec) {
        try (FakeServer server = new FakeServer(
                        SessionSettings.DEFAULTS,
                        AccessConfig.DEFAULTS,
                        InferenceSettings.DEFAULTS,
                        (device, number) -> new FakeHeadModel(call -> {}, FakeHeadModel.VERSION, SIZE));
                Spectator viewer = Spectator.enter(server.port(), codec, SIZE, FPS, 4)) {
            viewer.watch(Duration.ofSeconds(1));
            int before = viewer.seen().size();
            viewer.watch(Duration.ofSeconds(4));
            List<Spectator.Seen> seen =
                    viewer.seen().subList(before, viewer.seen().size());
            List<Double> ages = seen.stream().map(Spectator.Seen::ageMillis).toList();
            List<Double> unevenness = IntStream.range(1, seen.size())
                    .mapToObj(i ->
                            Math.abs((seen.get(i).atMicros() - seen.get(i - 1).atMicros()) * 1e-3 - 1e3 / FPS))
                    .toList();
            System.out.printf(
                    "%s: %.1f views/s, age p95 %.0f ms (of it up to 50 between camera frames), gaps off by %.1f ms (p95 %.1f); %s%n",
                    codec,
                    seen.size() / 4.0,
                    share(ages, 0.95),
                    share(unevenness, 0.5),
                    share(unevenness, 0.95),
                    server.metrics().work().times());

            assertThat(seen).extracting(view -> view.header().codec()).containsOnly(codec);
            assertThat(viewer.seen())
                    .extracting(view -> view.header().timeMicros())
                    .as("capture times are kept")
                    .isSorted()
                    .isSubsetOf(viewer.sentMicros());
            assertThat(ages).allMatch(age -> age > 0);
        }
    }

    private static List<VideoFrame> clip() throws UnreadableMediaException {
        List<VideoFrame> frames = new ArrayList<>();
        try (ClipReader clip = ClipReader.open(CLIP)) {
            while (frames.size() < FRAMES) {
                VideoFrame frame = clip.next().orElseThrow();
                RgbImage sized =
                        Resampling.resize(new RgbImage(frame.width(), frame.height(), frame.rgb()), SIZE, SIZE);
                frames.add(new VideoFrame(SIZE, SIZE, sized.rgb(), 0));
            }
        }
        return frames;
    }

    private static double share(List<Double> values, double share) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
