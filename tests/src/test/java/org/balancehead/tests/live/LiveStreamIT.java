package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.metrics.Step;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameCodec;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.CaptureAdvice;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ExportFormat;
import org.balancehead.protocol.message.ProgressStage;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveStreamIT {
    private static final byte[] FRONTAL = FakeServer.cameraFrame(0, 0.9);

    private final FakeServer live = new FakeServer(SessionSettings.DEFAULTS);

    @AfterEach
    void stop() {
        live.close();
    }

    @Test
    void makesAHeadOfWhoeverIsSeenAndShowsItFromTheSidesAskedFor() throws UnreadableMediaException {
        try (StreamClient client = live.connect()) {
            ServerMessage.Welcome welcome = client.greet();
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            ServerMessage.Capture capture = client.await(ServerMessage.Capture.class);
            List<ServerMessage.Revised> revisions = new ArrayList<>();
            while (revisions.size() < 4) {
                revisions.add(client.await(ServerMessage.Revised.class));
            }
            client.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);

            Frame left = viewFrom(client, 90);
            Frame right = viewFrom(client, -90);

            assertThat(welcome.model().number()).isEqualTo(FakeHeadModel.VERSION.number());
            assertThat(welcome.size()).isEqualTo(FakeHeadModel.SIZE);
            assertThat(capture.advice()).isEqualTo(CaptureAdvice.OK);
            assertThat(capture.chosen()).isTrue();
            assertThat(revisions)
                    .extracting(ServerMessage.Revised::revision)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(revisions).extracting(ServerMessage.Revised::psnr).isSorted();
            assertThat(red(left)).isCloseTo(191, within(6));
            assertThat(red(right)).isCloseTo(64, within(6));
            assertThat(right.header().revision()).isEqualTo(revisions.get(3).revision());
            assertThat(right.header().model()).isEqualTo(FakeHeadModel.VERSION.number());
        }
    }

    @Test
    void sendsViewsOnlyAgainstCreditInOrderAndNeverAnOlderRevision() {
        try (StreamClient client = live.connect()) {
            client.greet();
            client.say(new ClientMessage.Credit(30));
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            List<Frame> views = new ArrayList<>();
            while (views.size() < 30) {
                views.add(client.awaitView());
            }

            client.say(new ClientMessage.Ping("1"));
            client.await(ServerMessage.Pong.class);

            assertThat(views)
                    .extracting(view -> view.header().sequence())
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(views).extracting(view -> view.header().revision()).isSorted();
            assertThat(client.viewsWaiting()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void sendsViewsInTheCodecThatTheClientPrefersAndKeyFramesOnDemand(Codec codec) {
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        boolean allAreKeyFrames = codec == Codec.JPEG || codec == Codec.PNG;
        try (StreamClient client = live.connect()) {
            ServerMessage.Welcome welcome = client.greet(new ClientMessage.Hello(
                    standard.codecsUp(),
                    List.of(codec, Codec.JPEG),
                    standard.size(),
                    standard.fps(),
                    standard.mode(),
                    Optional.empty(),
                    ""));
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            FrameHeader first = viewFrom(client, 90).header();
            FrameHeader second = viewFrom(client, 90).header();
            client.say(new ClientMessage.Keyframe());
            FrameHeader third = viewFrom(client, 90).header();

            assertThat(welcome.codecDown()).isEqualTo(codec);
            assertThat(List.of(first, second, third))
                    .extracting(FrameHeader::codec)
                    .containsOnly(codec);
            assertThat(first.keyFrame()).isTrue();
            assertThat(second.keyFrame()).isEqualTo(allAreKeyFrames);
            assertThat(third.keyFrame()).isTrue();
        }
    }

    @Test
    void servesAClientWhoseClockJumpsAsItServesOthers() {
        long noon = 1_900_000_000_000_000L;
        long hour = 3_600_000_000L;
        List<Long> jumps = List.of(noon, noon + 10 * 8766 * hour, noon - 5 * hour, 0L, Long.MAX_VALUE, 1L, noon);
        ClientMessage.Hello standard = ClientMessage.Hello.standard();
        List<FrameHeader> views = new ArrayList<>();
        try (StreamClient client = live.connect()) {
            client.greet(new ClientMessage.Hello(
                    standard.codecsUp(),
                    standard.codecsDown(),
                    standard.size(),
                    standard.fps(),
                    ViewMode.ofName("mirror"),
                    Optional.empty(),
                    ""));
            client.showOf(noon, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            client.await(ServerMessage.Revised.class);
            for (int round = 0; round < 3; round++) {
                for (long time : jumps) {
                    client.showOf(time, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
                    client.say(new ClientMessage.Credit(2));
                    for (int i = 0; i < 2; i++) {
                        FrameHeader view = client.awaitView().header();
                        views.add(view);
                        client.say(new ClientMessage.Ack(view.sequence(), time));
                    }
                }
            }
            client.sayText("{\"type\":\"ack\",\"sequence\":1,\"shownAt\":-1}");
            ErrorCode negativeAck = client.await(ServerMessage.Problem.class).code();
            byte[] frame = FrameCodec.encode(new Frame(
                    new FrameHeader(
                            FrameKind.CAMERA,
                            Codec.JPEG,
                            true,
                            false,
                            1000,
                            0,
                            FakeServer.WIDTH,
                            FakeServer.HEIGHT,
                            0,
                            0),
                    FRONTAL));
            Arrays.fill(frame, 8, 16, (byte) 0xff); // its time: -1
            client.sendBytes(frame);
            ErrorCode negativeFrame = client.await(ServerMessage.Problem.class).code();
            client.say(new ClientMessage.Ping("1"));
            client.await(ServerMessage.Pong.class);

            assertThat(negativeAck).isEqualTo(ErrorCode.BAD_FIELD);
            assertThat(negativeFrame).isEqualTo(ErrorCode.BAD_FRAME);
            assertThat(client.viewsWaiting()).isZero();
        }
        assertThat(views)
                .extracting(FrameHeader::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, views.size()).boxed().toList());
        assertThat(views).extracting(FrameHeader::timeMicros).isSubsetOf(jumps);
        Patience.until(
                "every frame and view has come to something",
                () -> Stream.of(FrameKind.values())
                        .allMatch(kind -> live.metrics().frames().begun(kind)
                                == live.metrics().frames().ended(kind)));
        LongSummaryStatistics ages = live.metrics().work().nanos(Step.FRAME_AGE);
        assertThat(ages.getCount()).isPositive();
        assertThat(ages.getMin()).isNotNegative();
        assertThat(ages.getMax()).isLessThan(Patience.LONG.toNanos());
    }

    @Test
    void startsOverWithTheNextPersonAfterRecapture() {
        try (StreamClient client = live.connect()) {
            client.greet();
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            client.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);

            client.say(new ClientMessage.Recapture());
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            ServerMessage.Revised fresh = client.await(ServerMessage.Revised.class);
            client.say(new ClientMessage.Credit(1));

            assertThat(fresh.stage()).isEqualTo(ProgressStage.ENCODER);
            assertThat(client.awaitView().header().revision()).isGreaterThanOrEqualTo(fresh.revision());
        }
    }

    @Test
    void tellsAClientWhoIsNotSeenWhatToDo() {
        try (StreamClient client = live.connect()) {
            client.greet();

            client.show(FakeServer.cameraFrame(-64, 0), FakeServer.WIDTH, FakeServer.HEIGHT);
            ServerMessage.Capture nobody = client.await(ServerMessage.Capture.class);

            assertThat(nobody.face()).isFalse();
            assertThat(nobody.advice()).isEqualTo(CaptureAdvice.NO_FACE);
            assertThat(nobody.box()).isEmpty();
        }
    }

    @Test
    void answersEachMistakeWithItsCodeAndGoesOn() {
        try (StreamClient client = live.connect()) {
            client.greet();

            client.sayText("nonsense");
            client.sayText("{\"type\":\"dance\"}");
            client.sayText("{\"type\":\"credit\",\"frames\":0}");
            client.say(ClientMessage.Hello.standard());
            client.say(new ClientMessage.Export(ExportFormat.GLB));
            client.sendBytes(new byte[40]);
            client.show(new byte[] {1, 2, 3}, 64, 48);
            client.showNumbered(1, FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            List<ErrorCode> codes = new ArrayList<>();
            while (codes.size() < 8) {
                codes.add(client.await(ServerMessage.Problem.class).code());
            }
            client.say(new ClientMessage.Ping("7"));

            assertThat(codes)
                    .containsExactlyInAnyOrder(
                            ErrorCode.BAD_JSON,
                            ErrorCode.UNKNOWN_TYPE,
                            ErrorCode.BAD_FIELD,
                            ErrorCode.HELLO_REPEATED,
                            ErrorCode.NO_AVATAR,
                            ErrorCode.BAD_FRAME,
                            ErrorCode.BAD_FRAME,
                            ErrorCode.STALE_FRAME);
            assertThat(client.await(ServerMessage.Pong.class).idJson()).isEqualTo("7");
        }
    }

    @Test
    void closesAfterByeWithTheRegularCode() {
        try (StreamClient client = live.connect()) {
            client.greet();

            client.say(new ClientMessage.Bye());

            assertThat(client.awaitClose()).isEqualTo(1000);
        }
    }

    @Test
    void closesWithPolicyWhenSomethingElseThanHelloComesFirst() {
        try (StreamClient client = live.connect()) {
            client.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);

            assertThat(client.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.HELLO_EXPECTED);
            assertThat(client.awaitClose()).isEqualTo(1008);
        }
    }

    @Test
    void closesWithTooLargeWhateverPiecesAMessageComesIn() {
        byte[] tooLarge = new byte[SessionSettings.DEFAULTS.limits().maxFrameBytes() + 1];
        try (StreamClient whole = live.connect();
                StreamClient inPieces = live.connect()) {
            whole.greet();
            inPieces.greet();

            whole.sendBytes(tooLarge);
            inPieces.sendInPieces(tooLarge, 100_000);

            assertThat(whole.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
            assertThat(whole.awaitClose()).isEqualTo(1009);
            assertThat(inPieces.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
            assertThat(inPieces.awaitClose()).isEqualTo(1009);
        }
    }

    @Test
    void takesAFrameThatComesInPieces() {
        try (StreamClient client = live.connect()) {
            client.greet();
            byte[] header = Arrays.copyOf(new byte[] {1, 1, 1, 1, 1}, 28);
            header[16] = FakeServer.WIDTH;
            header[18] = FakeServer.HEIGHT;
            byte[] message = Arrays.copyOf(header, 28 + FRONTAL.length);
            System.arraycopy(FRONTAL, 0, message, 28, FRONTAL.length);

            client.sendInPieces(message, 100);

            assertThat(client.await(ServerMessage.Capture.class).chosen()).isTrue();
        }
    }

    @Test
    void givesThePlacesOfClientsBackThatVanishOrNeverRead() throws UnreadableMediaException {
        try (StreamClient mute = StreamClient.connectWithoutReading(connectedPort());
                StreamClient other = live.connect()) {
            mute.say(ClientMessage.Hello.standard());
            mute.say(new ClientMessage.Credit(32));
            mute.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            StreamClient vanishing = live.connect();
            vanishing.greet();
            vanishing.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            vanishing.vanish();

            other.greet();
            other.show(FRONTAL, FakeServer.WIDTH, FakeServer.HEIGHT);
            other.await(ServerMessage.Progress.class, progress -> progress.stage() == ProgressStage.DONE);
            Frame view = viewFrom(other, 90);

            assertThat(red(view)).isGreaterThan(180);
            awaitSessions(2);
        }
        awaitSessions(0);
    }

    @Test
    void refusesUpgradesWithoutTheSubprotocol() {
        connectedPort();

        assertThatThrownBy(() -> HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(StreamClient.address(live.port()), new WebSocket.Listener() {})
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(400));
    }

    @Test
    void refusesPlainRequests() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + live.port() + "/v1/stream"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"error\"", "WebSocket");
    }

    @Test
    void refusesMoreSessionsThanItHoldsAndSaysWhenToComeBack() {
        try (FakeServer small = new FakeServer(FakeServer.settings(Map.of("max", 2)));
                StreamClient first = small.connect();
                StreamClient second = small.connect()) {
            first.greet();
            second.greet();

            assertThatThrownBy(() -> StreamClient.connect(small.port()))
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                        assertThat(refused.getResponse().statusCode()).isEqualTo(503);
                        assertThat(refused.getResponse().headers().firstValue("Retry-After"))
                                .hasValue("10");
                    });
        }
    }

    @Test
    void closesOnClientsThatNeverSayHelloOrFallSilent() {
        SessionSettings strict = FakeServer.settings(Map.of("hello-deadline", "1 second", "silence", "1 second"));
        try (FakeServer impatient = new FakeServer(strict);
                StreamClient mute = impatient.connect();
                StreamClient silent = impatient.connect()) {
            silent.greet();

            assertThat(mute.await(ServerMessage.Problem.class).code()).isEqualTo(ErrorCode.HELLO_EXPECTED);
            assertThat(mute.awaitClose()).isEqualTo(1008);
            silent.await(ServerMessage.GoAway.class);
            assertThat(silent.awaitClose()).isEqualTo(1008);
        }
    }

    private int connectedPort() {
        live.connect().close();
        return live.port();
    }

    private static Frame viewFrom(StreamClient client, double yaw) {
        client.say(new ClientMessage.View(new ViewMode.Fixed(yaw, 0, 1)));
        client.say(new ClientMessage.Credit(1));
        return client.awaitView();
    }

    private static int red(Frame view) throws UnreadableMediaException {
        try (JpegCodec codec = new JpegCodec(2048, 2048)) {
            VideoFrame decoded = codec.decode(view.payload(), 0);
            return decoded.rgb()[0] & 0xff;
        }
    }

    /** Sessions whose client has not been lost. */
    private int present() {
        return live.metrics().sessions().open() - live.metrics().sessions().parked();
    }

    private void awaitSessions(int open) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (present() != open && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(present()).isEqualTo(open);
    }
}
