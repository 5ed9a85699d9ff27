package org.balancehead.actors.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvatarRevivalTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ModelVersion MODEL = new ModelVersion("fake", "1", 1, "tiny", "ours");
    private static final AvatarCopy AVATAR = new AvatarCopy("fake 1", Map.of(), new Revision(4, Stage.TUNING, 20, 0.5));

    private final TestProbe<AvatarArchivist.Request> archivist = KIT.createTestProbe();
    private final TestProbe<DeviceRequest> device = KIT.createTestProbe();
    private final TestProbe<AvatarRevival.Event> owner = KIT.createTestProbe();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void begin() {
        KIT.spawn(AvatarRevival.create(
                AvatarId.random(), new SessionId("anne"), MODEL, device.ref(), archivist.ref(), owner.ref()));
    }

    @Test
    void asksTheDeviceAgainUntilItShowsTheAvatar() {
        read("ours");
        show().replyTo().tell(new Outcome.WorkRefused(Outcome.Refusal.NO_TICKET));
        DeviceRequest.ShowAvatar again = show();
        Revision shown = new Revision((int) again.avatar().revision(), Stage.TUNING, 20, 0.5);

        again.replyTo().tell(new Outcome.AvatarShown(shown));

        assertThat(again.avatar().copy()).isEqualTo(AVATAR);
        owner.expectMessage(new AvatarRevival.Revived(shown));
    }

    @Test
    void refusesAnAvatarOfAnotherCheckpointThoughItHasTheSameName() {
        read("theirs");

        owner.expectMessage(new AvatarRevival.Outdated("fake 1"));
        device.expectNoMessage();
    }

    @Test
    void saysThatThereIsNone() {
        archivist
                .expectMessageClass(AvatarArchivist.Read.class)
                .replyTo()
                .tell(new AvatarArchivist.ReadReply(Optional.empty(), ""));

        owner.expectMessage(new AvatarRevival.Absent());
    }

    @Test
    void saysThatTheDeviceCannotShowIt() {
        read("ours");

        show().replyTo().tell(new Outcome.AvatarUnusable("An avatar has no 'planes'."));

        owner.expectMessage(new AvatarRevival.NotShown());
    }

    private void read(String digest) {
        archivist
                .expectMessageClass(AvatarArchivist.Read.class)
                .replyTo()
                .tell(new AvatarArchivist.ReadReply(Optional.of(AVATAR), digest));
    }

    private DeviceRequest.ShowAvatar show() {
        return device.expectMessageClass(DeviceRequest.ShowAvatar.class);
    }
}
