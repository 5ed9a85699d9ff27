package org.balancehead.tests.live;

import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.ModelOpener;
import org.balancehead.actors.session.SessionRegistry;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.image.RgbImage;
import org.balancehead.server.websocket.StreamEndpoint;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;

/** The stream on a free port of the loopback. */
final class LiveServer implements AutoCloseable {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    private final CountedMetrics metrics = new CountedMetrics();
    private final ActorSystem<SessionRegistry.Command> system;
    private final ServerBinding binding;

    LiveServer(SessionSettings settings, ModelOpener model, AnalyzerOpener analyzer) {
        system = ActorSystem.create(
                SessionRegistry.create(settings, InferenceSettings.DEFAULTS, model, analyzer, metrics), "live");
        binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .bind(StreamEndpoint.route(system, system, settings))
                .toCompletableFuture()
                .join();
    }

    /** With the fake model and the fake analyser. */
    static LiveServer ofFakes(SessionSettings settings) {
        return new LiveServer(settings, FakeHeadModel::new, cropSize -> new FakeFaceAnalyzer());
    }

    /** With the repository's default checkpoint and the real analyser. */
    static LiveServer ofDefaultCheckpoint() {
        Path home = Path.of(System.getProperty("balancehead.home"));
        Path checkpoint = CheckpointRepository.of(home.resolve("checkpoints")).resolve("default");
        return new LiveServer(
                SessionSettings.DEFAULTS, () -> HeadModels.open(checkpoint, "cpu", 1), MediaPipeFaceAnalyzer::open);
    }

    int port() {
        return binding.localAddress().getPort();
    }

    CountedMetrics metrics() {
        return metrics;
    }

    /** A connected client; waits while the model is being opened. */
    StreamClient connect() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return StreamClient.connect(port());
            } catch (CompletionException refused) {
                if (System.nanoTime() > deadline) {
                    throw refused;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** A camera frame in which the fake analyser sees a head of that yaw and score. */
    static byte[] cameraFrame(double yawDegrees, double score) {
        return jpeg(Heads.picture(
                WIDTH, HEIGHT, (int) Math.round(128 + 2 * yawDegrees), (int) Math.round(255 * score), 120));
    }

    static byte[] jpeg(RgbImage image) {
        try (JpegCodec codec = new JpegCodec(1920, 1920)) {
            return codec.encode(new VideoFrame(image.width(), image.height(), image.rgb(), 0));
        }
    }

    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The system did not end.", e);
        }
    }
}
