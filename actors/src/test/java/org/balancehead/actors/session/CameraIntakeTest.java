package org.balancehead.actors.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.Work;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CameraIntakeTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final byte[] JPEG = jpeg();

    private final TestProbe<DeviceRequest> analyser = KIT.createTestProbe();
    private final TestProbe<IntakeEvent> owner = KIT.createTestProbe();
    private final CountedMetrics metrics = new CountedMetrics();
    private final ActorRef<CameraIntake.Command> intake = KIT.spawn(CameraIntake.create(
            new SessionId("anne"), SessionSettings.DEFAULTS.limits(), analyser.ref(), owner.ref(), metrics.live()));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void analysesOneFrameAtATimeAndThenTheNewest() {
        intake.tell(frame(1, JPEG, 32, 16));
        Work.AnalyseFrame first = nextWork();
        intake.tell(frame(2, JPEG, 32, 16));
        intake.tell(frame(3, JPEG, 32, 16));
        intake.tell(frame(4, JPEG, 32, 16));

        first.replyTo().tell(new Outcome.FrameAnalysed(Heads.seen(0, 0.9)));
        nextWork().replyTo().tell(new Outcome.FrameAnalysed(Heads.nobody()));

        assertThat(first.frame().width()).isEqualTo(32);
        assertThat(owner.expectMessageClass(IntakeEvent.PoseSeen.class).pose()).isEqualTo(Heads.pose(0));
        assertThat(seen().header().sequence()).isEqualTo(1);
        assertThat(seen().header().sequence()).isEqualTo(4);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.REPLACED)).isEqualTo(2);
    }

    @Test
    void followsAFaceFromFrameToFrameAndAnalysesSomeOfThem() {
        intake.tell(new CameraIntake.LookAt(0.001, 1000));
        intake.tell(frame(1, JPEG, 32, 16));
        nextWork().replyTo().tell(new Outcome.FrameAnalysed(Heads.seen(5, 0.9)));
        IntakeEvent.PoseSeen first = owner.expectMessageClass(IntakeEvent.PoseSeen.class);
        seen();

        intake.tell(frame(2, JPEG, 32, 16));
        Work.FollowFace second = nextFollowing();
        second.replyTo().tell(new Outcome.FaceFollowed(Optional.of(Heads.pose(7))));
        IntakeEvent.PoseSeen followed = owner.expectMessageClass(IntakeEvent.PoseSeen.class);
        intake.tell(new CameraIntake.LookAt(1000, 1000));
        intake.tell(frame(3, JPEG, 32, 16));
        Work.FollowFace third = nextFollowing();
        third.replyTo().tell(new Outcome.FaceFollowed(Optional.of(Heads.pose(9))));
        nextWork().replyTo().tell(new Outcome.FrameAnalysed(Heads.seen(9.1, 0.9)));

        assertThat(first.pose()).isEqualTo(Heads.pose(5));
        assertThat(second.before()).isEqualTo(Heads.pose(5));
        assertThat(followed.header().sequence()).isEqualTo(2);
        assertThat(followed.pose()).isEqualTo(Heads.pose(7));
        assertThat(third.before()).isEqualTo(Heads.pose(7));
        assertThat(owner.expectMessageClass(IntakeEvent.PoseSeen.class).pose()).isEqualTo(Heads.pose(9));
        assertThat(seen().header().sequence()).isEqualTo(3);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.ANALYSED)).isEqualTo(3);
    }

    @Test
    void looksForAFaceAnywhereWhereItIsLost() {
        intake.tell(new CameraIntake.LookAt(0.001, 1000));
        intake.tell(frame(1, JPEG, 32, 16));
        nextWork().replyTo().tell(new Outcome.FrameAnalysed(Heads.seen(5, 0.9)));
        owner.expectMessageClass(IntakeEvent.PoseSeen.class);
        seen();

        intake.tell(frame(2, JPEG, 32, 16));
        nextFollowing().replyTo().tell(new Outcome.FaceFollowed(Optional.empty()));
        nextWork().replyTo().tell(new Outcome.FrameAnalysed(Heads.nobody()));
        seen();
        intake.tell(frame(3, JPEG, 32, 16));

        assertThat(nextWork().frame().width()).isEqualTo(32);
    }

    @Test
    void refusesFramesThatComeOutOfOrder() {
        intake.tell(frame(5, JPEG, 32, 16));
        intake.tell(frame(5, JPEG, 32, 16));

        IntakeEvent.FrameRefused refused = owner.expectMessageClass(IntakeEvent.FrameRefused.class);

        assertThat(refused.code()).isEqualTo(ErrorCode.STALE_FRAME);
        assertThat(refused.sequence()).isEqualTo(5);
    }

    @Test
    void refusesPicturesThatAreDamagedOrNotOfTheSizeTheyClaim() {
        intake.tell(frame(1, new byte[] {1, 2, 3}, 32, 16));
        IntakeEvent.FrameRefused damaged = owner.expectMessageClass(IntakeEvent.FrameRefused.class);
        intake.tell(frame(2, JPEG, 16, 32));
        IntakeEvent.FrameRefused mislabelled = owner.expectMessageClass(IntakeEvent.FrameRefused.class);
        intake.tell(frame(3, JPEG, 32, 16));

        assertThat(damaged.code()).isEqualTo(ErrorCode.BAD_FRAME);
        assertThat(mislabelled.sentence()).isEqualTo("The header says 16×32, the picture is 32×16.");
        assertThat(nextWork().frame().height()).isEqualTo(16);
    }

    @Test
    void triesTheNextFrameAfterARefusalAndTellsWhenTheAnalyserIsGivenUp() {
        intake.tell(frame(1, JPEG, 32, 16));
        nextWork().replyTo().tell(new Outcome.WorkRefused(Outcome.Refusal.WORKER_CRASHED));
        owner.expectMessage(new IntakeEvent.AnalyserRestarts());

        intake.tell(frame(2, JPEG, 32, 16));
        nextWork().replyTo().tell(new Outcome.WorkRefused(Outcome.Refusal.DEVICE_FAILED));

        owner.expectMessage(new IntakeEvent.AnalysisFailed(Outcome.Refusal.DEVICE_FAILED));
    }

    @Test
    void accountsForEachFrameOnceWhateverBecomesOfIt() {
        intake.tell(frame(1, JPEG, 32, 16));
        Work.AnalyseFrame first = nextWork();
        intake.tell(frame(1, JPEG, 32, 16));
        intake.tell(frame(2, JPEG, 32, 16));
        intake.tell(frame(3, new byte[] {1, 2, 3}, 32, 16));
        first.replyTo().tell(new Outcome.FrameAnalysed(Heads.seen(0, 0.9)));
        owner.expectMessageClass(IntakeEvent.FrameRefused.class); // stale
        owner.expectMessageClass(IntakeEvent.PoseSeen.class);
        seen();
        owner.expectMessageClass(IntakeEvent.FrameRefused.class); // damaged
        intake.tell(frame(4, JPEG, 32, 16));
        nextWork().replyTo().tell(new Outcome.WorkRefused(Outcome.Refusal.DEVICE_FAILED));
        owner.expectMessageClass(IntakeEvent.AnalysisFailed.class);
        intake.tell(frame(5, JPEG, 32, 16));
        nextWork();
        intake.tell(frame(6, JPEG, 32, 16));
        owner.awaitAssert(
                () -> assertThat(metrics.frames().begun(FrameKind.CAMERA)).isEqualTo(7)); // a stop overtakes frames
        KIT.stop(intake);

        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.ANALYSED)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.STALE)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.REPLACED)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.UNREADABLE))
                .isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.REFUSED)).isEqualTo(1);
        assertThat(metrics.frames().ended(FrameKind.CAMERA, FrameFate.SESSION_GONE))
                .isEqualTo(2);
        assertThat(metrics.frames().begun(FrameKind.CAMERA))
                .isEqualTo(7)
                .isEqualTo(metrics.frames().ended(FrameKind.CAMERA));
    }

    private Work.AnalyseFrame nextWork() {
        return (Work.AnalyseFrame)
                analyser.expectMessageClass(DeviceRequest.Submit.class).work();
    }

    private Work.FollowFace nextFollowing() {
        return (Work.FollowFace)
                analyser.expectMessageClass(DeviceRequest.Submit.class).work();
    }

    private IntakeEvent.FrameSeen seen() {
        return owner.expectMessageClass(IntakeEvent.FrameSeen.class);
    }

    private static CameraIntake.OfferFrame frame(long sequence, byte[] payload, int width, int height) {
        FrameHeader header =
                new FrameHeader(FrameKind.CAMERA, Codec.JPEG, true, false, sequence, 0, width, height, 0, 0);
        return new CameraIntake.OfferFrame(new Frame(header, payload));
    }

    private static byte[] jpeg() {
        try (JpegCodec codec = new JpegCodec(64, 64)) {
            return codec.encode(new VideoFrame(32, 16, new byte[32 * 16 * 3], 0));
        }
    }
}
