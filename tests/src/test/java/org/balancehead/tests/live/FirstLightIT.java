package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.balancehead.model.image.Psnr;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.streaming.video.ClipReader;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job, live and whole: the bundled clip's person becomes a head that turns, on the default checkpoint. */
class FirstLightIT {
    private static final int FRAMES_A_SECOND = 10;

    /** Two views that differ by less than this show the same side, JPEG noise aside; in dB. */
    private static final double SAME_VIEW_PSNR = 30;

    private static ServerConfig config;
    private static BalanceHeadServer server;

    @BeforeAll
    static void start() {
        config = ServerConfig.load(Map.of("balancehead.http.port", 0, "balancehead.admin.port", 0), Optional.empty());
        server = DefaultServer.start(config);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void turnsThePersonOfTheClipIntoAHeadThatGetsBetterAndCanBeSeenFromAllSides() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (StreamClient client =
                StreamClient.connectWhenReady(server.address().getPort())) {
            ServerMessage.Welcome welcome = client.greet();
            CompletableFuture<Void> camera = CompletableFuture.runAsync(() -> play(client, enough));
            List<ServerMessage.Revised> revisions = new ArrayList<>();
            ServerMessage.Revised first = client.await(ServerMessage.Revised.class);
            revisions.add(first);
            RgbImage preview = viewFrom(client, welcome, 0);

            awaitDone(client, revisions);
            enough.set(true);
            camera.join();
            RgbImage front = viewFrom(client, welcome, 0);
            RgbImage left = viewFrom(client, welcome, 90);
            RgbImage back = viewFrom(client, welcome, 180);
            report(revisions);

            assertThat(first.stage()).isEqualTo(ProgressStage.ENCODER);
            assertThat(revisions)
                    .extracting(ServerMessage.Revised::revision)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(revisions.get(revisions.size() - 1).psnr()).isGreaterThan(first.psnr() + 1);
            assertThat(Psnr.between(preview, front)).isLessThan(SAME_VIEW_PSNR);
            assertThat(Psnr.between(front, left)).isLessThan(SAME_VIEW_PSNR);
            assertThat(Psnr.between(front, back)).isLessThan(SAME_VIEW_PSNR);
            assertThat(Psnr.between(left, back)).isLessThan(SAME_VIEW_PSNR);
        }
    }

    private static void awaitDone(StreamClient client, List<ServerMessage.Revised> revisions) {
        boolean done = false;
        while (!done) {
            ServerMessage message = client.await(
                    ServerMessage.class,
                    any -> any instanceof ServerMessage.Revised || any instanceof ServerMessage.Progress);
            if (message instanceof ServerMessage.Revised revised) {
                revisions.add(revised);
            } else {
                done = ((ServerMessage.Progress) message).stage() == ProgressStage.DONE;
            }
        }
    }

    /** Prints what a person wants to know of the run; the times are this machine's. */
    private static void report(List<ServerMessage.Revised> revisions) throws IOException, InterruptedException {
        revisions.forEach(revised -> System.out.printf(
                "revision %d, %s: PSNR %.1f dB, identity %.2f%n",
                revised.revision(), revised.stage().wireName(), revised.psnr(), revised.identity()));
        URI metrics = URI.create(
                "http://127.0.0.1:%d/metrics".formatted(server.address().getPort()));
        HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("balancehead_") && !line.contains("_bucket"))
                .forEach(System.out::println);
    }

    /** Plays the clip over and over, as a webcam would. */
    private static void play(StreamClient client, AtomicBoolean enough) {
        try (JpegCodec codec = new JpegCodec(4096, 4096)) {
            long next = System.nanoTime();
            while (!enough.get()) {
                try (ClipReader clip = ClipReader.open(config.demoClip())) {
                    for (var frame = clip.next(); frame.isPresent() && !enough.get(); frame = clip.next()) {
                        VideoFrame picture = frame.get();
                        client.show(codec.encode(picture), picture.width(), picture.height());
                        next = Math.max(next + 1_000_000_000L / FRAMES_A_SECOND, System.nanoTime());
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                }
            }
        } catch (UnreadableMediaException e) {
            throw new CompletionException(e);
        }
    }

    private static RgbImage viewFrom(StreamClient client, ServerMessage.Welcome welcome, double yaw)
            throws UnreadableMediaException {
        client.say(new ClientMessage.View(new ViewMode.Fixed(yaw, 0, 1)));
        client.say(new ClientMessage.Credit(1));
        Frame view = client.awaitView();
        try (JpegCodec codec = new JpegCodec(welcome.size(), welcome.size())) {
            VideoFrame picture = codec.decode(view.payload(), 0);
            return new RgbImage(picture.width(), picture.height(), picture.rgb());
        }
    }
}
