package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.connection.Arrival;
import org.balancehead.actors.connection.ClientConnection;
import org.balancehead.actors.connection.FromClient;
import org.balancehead.actors.fakes.CountedMetrics;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.actors.metrics.DeviceLabel;
import org.balancehead.actors.session.Agreement;
import org.balancehead.actors.session.AvatarSession;
import org.balancehead.actors.session.Beginning;
import org.balancehead.actors.session.Devices;
import org.balancehead.actors.session.SessionEvent;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.actors.session.SessionTally;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.frame.Frame;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.protocol.frame.FrameKind;
import org.balancehead.protocol.message.ClientMessage;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ServerMessage;
import org.balancehead.streaming.video.JpegCodec;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session on one machine, whose devices are on others: actor systems of one cluster, over the loopback. */
class DevicesOnOtherMachinesTest {
    /** Only a failing test waits so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final DeviceLabel FACE = new DeviceLabel("face", 0);
    private static final DeviceLabel FAR = new DeviceLabel("far", 1);
    private static final DeviceLabel FARTHER = new DeviceLabel("farther", 1);
    private static final SessionId ANNE = new SessionId("anne");

    private final Machine here = Machine.alone();
    private final Fleet faces = Fleet.ofVersion(0);
    private final Fleet heads = Fleet.ofVersion(1);
    private final CountedMetrics metrics = new CountedMetrics();
    private final TestProbe<PoolStatus> status = here.kit().createTestProbe();
    private final TestProbe<ClientConnection.Command> client = here.kit().createTestProbe();

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void showsViewsOfADeviceThatIsElsewhere() {
        try (Machine there = here.another()) {
            there.startAnalyser(faces);
            there.startDevice(heads, FAR.device(), fine -> {});
            ActorRef<FromClient> session = begin(ready(heads, FAR));

            show(session);
            Frame view = nextView(session);

            assertThat(view.header().revision()).isPositive();
            assertThat(view.header().model()).isEqualTo(1);
            assertThat(metrics.devices().sessions()).containsOnly(Map.entry(FACE, 1), Map.entry(FAR, 1));
        }
    }

    @Test
    void goesOnWithADeviceOfAnotherMachineWhenOneLeavesInTheMiddleOfAView() {
        Semaphore never = new Semaphore(0);
        AtomicBoolean stuck = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(1);
        try (Machine there = here.another()) {
            there.startAnalyser(faces);
            there.startDevice(heads, FAR.device(), fine -> {});
            Machine farther = here.another();
            farther.startDevice(heads, FARTHER.device(), call -> {
                if (stuck.get()) {
                    asked.countDown();
                    never.acquireUninterruptibly();
                }
            });
            ActorRef<FromClient> session = begin(ready(heads, FARTHER, FAR));
            show(session);
            nextView(session);
            Map<DeviceLabel, Integer> before = metrics.devices().sessions();

            stuck.set(true);
            session.tell(new FromClient.ClientTold(client.ref(), new ClientMessage.Credit(1)));
            await(asked);
            farther.close();
            awaitView(session);

            assertThat(before).containsEntry(FARTHER, 1).containsEntry(FAR, 0);
            assertThat(metrics.devices().sessions()).containsEntry(FAR, 1).doesNotContainKey(FARTHER);
        }
    }

    @Test
    void isFreedWhenTheMachineOfItsPoolLeaves() {
        try (Machine there = here.another()) {
            ActorRef<DeviceOrder> device = there.startDevice(heads, FAR.device(), fine -> {});
            ready(heads, FAR);

            here.close();

            there.kit().createTestProbe().expectTerminated(device, PATIENCE);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("The test was interrupted.", e);
        }
    }

    private ActorRef<DeviceRequest> ready(Fleet fleet, DeviceLabel... expected) {
        ActorRef<DeviceRequest> pool = here.startPool(fleet, status.ref(), metrics, expected);
        assertThat(status.receiveMessage(PATIENCE)).isInstanceOf(PoolStatus.PoolReady.class);
        return pool;
    }

    /** Begins a session; gives back where it hears its client. */
    private ActorRef<FromClient> begin(ActorRef<DeviceRequest> renderer) {
        Devices devices =
                new Devices(new ServedModel(FakeHeadModel.VERSION, FakeHeadModel.SIZE), renderer, ready(faces, FACE));
        SessionSettings settings = SessionSettings.DEFAULTS;
        ClientMessage.Hello hello = ClientMessage.Hello.standard();
        Agreement agreement =
                new Agreement(Codec.JPEG, FakeHeadModel.SIZE, hello.fps(), hello.mode(), settings.limits());
        here.kit()
                .spawn(AvatarSession.create(
                        new Beginning(new Arrival(ANNE, hello, client.ref()), false, agreement, devices),
                        settings,
                        MoveTolerance.DEFAULTS,
                        new SessionTally(metrics.live(), hello.mode()),
                        here.kit().<AvatarArchivist.Request>createTestProbe().ref(),
                        here.kit().<SessionEvent>createTestProbe().ref()));
        return client.expectMessageClass(ClientConnection.Join.class).session();
    }

    /** Shows a face to the camera, and waits until the head is there. */
    private void show(ActorRef<FromClient> session) {
        RgbImage picture = Heads.picture(64, 48, 128, 230, 120);
        try (JpegCodec codec = new JpegCodec(64, 64)) {
            byte[] jpeg = codec.encode(new VideoFrame(picture.width(), picture.height(), picture.rgb(), 0));
            FrameHeader header = new FrameHeader(FrameKind.CAMERA, Codec.JPEG, true, false, 1, 1, 64, 48, 0, 0);
            session.tell(new FromClient.FrameCame(client.ref(), new Frame(header, jpeg)));
        }
        while (!(client.receiveMessage(PATIENCE) instanceof ClientConnection.Say say
                && say.message() instanceof ServerMessage.Revised)) {
            // the words before it
        }
    }

    private Frame nextView(ActorRef<FromClient> session) {
        session.tell(new FromClient.ClientTold(client.ref(), new ClientMessage.Credit(1)));
        return awaitView(session);
    }

    private Frame awaitView(ActorRef<FromClient> session) {
        while (true) {
            if (client.receiveMessage(PATIENCE) instanceof ClientConnection.Show shown) {
                session.tell(new FromClient.ViewTaken(client.ref()));
                return shown.view();
            }
        }
    }
}
