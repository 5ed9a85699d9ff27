package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeviceMessageTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final SessionId ANNE = new SessionId("anne");
    private static final SessionId BEN = new SessionId("ben");
    private static final DeviceLabel DEVICE = new DeviceLabel("gpu1", 2);
    private static final ServedModel MODEL = new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE);
    private static final Revision REVISION = new Revision(3, Stage.W_PLUS, 24.5, 0.75);
    private static final KeptAvatar AVATAR = new KeptAvatar(
            new AvatarCopy("fake 1", Map.of("planes", StoredTensor.of(new float[] {1, -2.5f, 3}, 1, 3)), REVISION), 41);
    private static final ActorRef<Outcome> SENDER =
            KIT.<Outcome>createTestProbe().ref();
    private static final Work VIEW = new Work.RenderView(ANNE, CameraPose.orbit(30, 10), Duration.ofMillis(83), SENDER);

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesBackAsItWasSent(DeviceMessage message) {
        DeviceMessage back = KIT.serializationTestKit().verifySerialization(message, false);

        assertThat(back)
                .isNotSameAs(message)
                .hasSameClassAs(message)
                .usingRecursiveComparison()
                .withEqualsForType(Object::equals, ActorRef.class)
                .isEqualTo(message);
    }

    @Test
    void everyMessageAndEveryWorkIsTried() {
        Set<Class<?>> tried = Stream.concat(
                        messages(),
                        messages()
                                .filter(DeviceRequest.Submit.class::isInstance)
                                .map(submit -> ((DeviceRequest.Submit) submit).work()))
                .map(Object::getClass)
                .collect(Collectors.toSet());

        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(Stream.of(DeviceMessage.class, Work.class)
                        .flatMap(DeviceMessageTest::concrete)
                        .collect(Collectors.toSet()));
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(DeviceMessageTest::concrete)
                : Stream.of(type);
    }

    static Stream<DeviceMessage> messages() {
        return Stream.of(
                new DeviceRequest.Submit(VIEW),
                new DeviceRequest.Submit(new Work.InvertSlice(
                        ANNE,
                        Priority.BACKGROUND,
                        List.of(Heads.aligned(12)),
                        4,
                        new Bar(OptionalDouble.of(21.5), true),
                        SENDER)),
                new DeviceRequest.Submit(
                        new Work.InvertSlice(ANNE, Priority.FIRST_VIEW, List.of(), 4, Bar.NONE, SENDER)),
                new DeviceRequest.Submit(new Work.AnalyseFrame(ANNE, Heads.picture(8, 6, 1, 200, 3), SENDER)),
                new DeviceRequest.Submit(
                        new Work.FollowFace(ANNE, Heads.picture(8, 6, 1, 200, 3), Heads.pose(20), SENDER)),
                new DeviceRequest.ForgetPerson(ANNE),
                new DeviceRequest.EndSession(ANNE),
                new DeviceRequest.Close(),
                new DeviceRequest.ShowAvatar(ANNE, AVATAR, SENDER),
                new DeviceRequest.CopyShown(ANNE, SENDER),
                new Outcome.ShownCopy(Optional.of(AVATAR.copy())),
                new DeviceOrder.Join(KIT.<DeviceStatus>createTestProbe().ref()),
                new DeviceOrder.HandOver(Set.of(ANNE)),
                new DeviceStatus.Joined(
                        DEVICE, KIT.<DeviceOrder>createTestProbe().ref()),
                new DeviceStatus.Paced(DEVICE, Duration.ofNanos(12_345_678), 0.5),
                new DeviceStatus.DeviceReady(DEVICE, Optional.of(MODEL)),
                new DeviceStatus.DeviceReady(DEVICE, Optional.empty()),
                new DeviceStatus.DeviceDown(DEVICE, "It burns.", true),
                new DeviceStatus.ModelUnfit(DEVICE, "It has no 'planes'."),
                new DeviceStatus.JobFailed(DEVICE, "CUDA out of memory."),
                new DeviceStatus.HandedOver(
                        DEVICE,
                        Set.of(ANNE, BEN),
                        Map.of(ANNE, new DeviceStatus.Luggage(Optional.of(AVATAR), List.of(VIEW)))),
                new Outcome.ViewRendered(Heads.picture(4, 4, 9, 8, 7), 41, 2),
                new Outcome.AvatarMissing(),
                new Outcome.SliceDone(Stage.TUNING, 3, 8, 0.25, 1.5, true, Optional.of(REVISION)),
                new Outcome.SliceDone(Stage.W, 1, 8, 0.25, 1.5, false, Optional.empty()),
                new Outcome.InversionMissing(),
                new Outcome.FrameAnalysed(Heads.seen(10, 0.5)),
                new Outcome.FrameAnalysed(Heads.nobody()),
                new Outcome.FaceFollowed(Optional.of(Heads.pose(-7))),
                new Outcome.FaceFollowed(Optional.empty()),
                new Outcome.AvatarShown(REVISION),
                new Outcome.AvatarUnusable("It has no 'planes'."),
                new Outcome.WorkRefused(Outcome.Refusal.LATE),
                new PoolStatus.PoolReady(2, Optional.of(MODEL)),
                new PoolStatus.DeviceFailed(2, "It burns."),
                new PoolStatus.JobFailed(2, "CUDA out of memory."),
                new PoolStatus.ModelUnfit(2, "It has no 'planes'."),
                new PoolStatus.PoolDown(2, "It burns.", true));
    }
}
