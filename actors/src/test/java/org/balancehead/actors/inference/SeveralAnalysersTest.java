package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.fakes.QuickRecovery;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.face.FaceAnalyzer;
import org.balancehead.model.face.FacePose;
import org.balancehead.model.image.RgbImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeveralAnalysersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RgbImage FRAME = new RgbImage(1, 1, new byte[3]);

    private final ActorTestKit kit = ActorTestKit.create();
    private final CountDownLatch bothAreLookedAt = new CountDownLatch(2);

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void lookForTheFacesOfTwoSessionsAtATime() {
        TestProbe<PoolStatus> status = kit.createTestProbe();
        TestProbe<Outcome> outcomes = kit.createTestProbe();
        ActorRef<DeviceRequest> pool = kit.spawn(LocalDevices.ofAnalyzer(
                "face",
                size -> new Meeting(),
                FakeHeadModel.SIZE,
                twoAnalysers(),
                status.ref(),
                new CountedMetrics().live()));

        for (String session : new String[] {"anne", "ben"}) {
            pool.tell(new DeviceRequest.Submit(new Work.AnalyseFrame(new SessionId(session), FRAME, outcomes.ref())));
        }

        for (int i = 0; i < 2; i++) {
            assertThat(outcomes.receiveMessage(PATIENCE)).isEqualTo(new Outcome.FrameAnalysed(Heads.nobody()));
        }
    }

    private static InferenceSettings twoAnalysers() {
        InferenceSettings quick = QuickRecovery.after(3, 3);
        return new InferenceSettings(
                quick.devices(),
                2,
                quick.ticketsPerDevice(),
                quick.viewsTogether(),
                quick.patience(),
                quick.recovery(),
                quick.memoryBudget(),
                quick.loadDeadline());
    }

    /** Answers for a session's frame when another one's is looked at, too. */
    private final class Meeting implements FaceAnalyzer {
        @Override
        public FaceAnalysis analyse(RgbImage frame) {
            if (frame.equals(FRAME)) {
                bothAreLookedAt.countDown();
                awaitOther();
            }
            return Heads.nobody();
        }

        private void awaitOther() {
            try {
                if (!bothAreLookedAt.await(PATIENCE.toSeconds() / 2, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Nobody else is looked at.");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Optional<FacePose> follow(RgbImage frame, FacePose before) {
            throw new AssertionError("Nobody is followed.");
        }

        @Override
        public void close() {}
    }
}
