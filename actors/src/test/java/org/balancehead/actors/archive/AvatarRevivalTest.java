package org.balancehead.actors.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.AvatarCopy;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.SavedAvatar;
import org.balancehead.model.inversion.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvatarRevivalTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ServedModel MODEL = new ServedModel(new ModelVersion("fake", "1", 1, "tiny", "ours"), 8);
    private static final AlignedHead VIEW = AlignedHead.grey(8);
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
        AvatarRevival.Revived revived = owner.expectMessageClass(AvatarRevival.Revived.class);
        assertThat(revived.revision()).isEqualTo(shown);
        assertThat(revived.views()).containsExactly(VIEW);
    }

    @Test
    void letsAnAvatarOfAnotherCheckpointBeMadeAnewThoughItHasTheSameName() {
        read("theirs");

        assertThat(owner.expectMessageClass(AvatarRevival.ToBeMade.class).views())
                .containsExactly(VIEW);
        device.expectNoMessage();
    }

    @Test
    void saysThatThereIsNone() {
        archivist
                .expectMessageClass(AvatarArchivist.Read.class)
                .replyTo()
                .tell(new AvatarArchivist.ReadReply(Optional.empty()));

        owner.expectMessage(new AvatarRevival.Absent());
    }

    @Test
    void letsADamagedAvatarBeMadeAnew() {
        read("ours");

        show().replyTo().tell(new Outcome.AvatarUnusable("An avatar has no 'planes'."));

        owner.expectMessageClass(AvatarRevival.ToBeMade.class);
    }

    @Test
    void saysThatTheDeviceCannotShowIt() {
        read("ours");

        show().replyTo().tell(new Outcome.WorkRefused(Outcome.Refusal.DEVICE_FAILED));

        owner.expectMessage(new AvatarRevival.NotShown());
    }

    @Test
    void givesThePicturesInTheSizeThatTheModelTakes() {
        read("theirs", AlignedHead.grey(16));

        AlignedHead view =
                owner.expectMessageClass(AvatarRevival.ToBeMade.class).views().get(0);
        assertThat(view.crop().width()).isEqualTo(8);
        assertThat(view.mask().width()).isEqualTo(8);
        assertThat(view.known().width()).isEqualTo(8);
    }

    private void read(String digest) {
        read(digest, VIEW);
    }

    private void read(String digest, AlignedHead view) {
        archivist
                .expectMessageClass(AvatarArchivist.Read.class)
                .replyTo()
                .tell(new AvatarArchivist.ReadReply(Optional.of(new SavedAvatar(AVATAR, digest, List.of(view)))));
    }

    private DeviceRequest.ShowAvatar show() {
        return device.expectMessageClass(DeviceRequest.ShowAvatar.class);
    }
}
