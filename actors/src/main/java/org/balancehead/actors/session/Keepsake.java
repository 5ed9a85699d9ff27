package org.balancehead.actors.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.archive.AvatarId;
import org.balancehead.actors.archive.AvatarRevival;
import org.balancehead.actors.avatar.AvatarReconstruction;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.SavedAvatar;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one session's client keeps: brings back what it had kept, and for what is to be kept asks the device for what it
 * shows, the reconstruction for the pictures that it was made from, and the archivist to keep both; one at a time.
 * Confined to the session.
 */
final class Keepsake {
    private final SessionId session;
    private final ActorRef<AvatarArchivist.Request> archivist;
    private final ActorRef<AvatarReconstruction.Command> reconstruction;
    private final ActorRef<Outcome> shown;
    private final ActorRef<AvatarArchivist.KeepReply> kept;
    private final Consumer<ServerMessage> client;

    /** Of the checkpoint that made what is being kept; null when nothing is. */
    private @Nullable String digest;

    private @Nullable List<AlignedHead> views;
    private @Nullable Outcome copy;

    /**
     * One that keeps nothing yet.
     *
     * @param reconstruction answers the session, which passes it on to {@link #onPictures}
     * @param shown where the session hears what is shown, to pass it on to {@link #onCopyTold}
     * @param kept where it hears the archivist, to pass it on to {@link #onKept}
     */
    Keepsake(
            SessionId session,
            ActorRef<AvatarArchivist.Request> archivist,
            ActorRef<AvatarReconstruction.Command> reconstruction,
            ActorRef<Outcome> shown,
            ActorRef<AvatarArchivist.KeepReply> kept,
            Consumer<ServerMessage> client) {
        this.session = session;
        this.archivist = archivist;
        this.reconstruction = reconstruction;
        this.shown = shown;
        this.kept = kept;
        this.client = client;
    }

    /** What brings the avatar of an id to these devices, and tells that; empty for what is no id. */
    Optional<Behavior<?>> revival(String avatar, Devices at, ActorRef<AvatarRevival.Event> told) {
        return AvatarId.parse(avatar)
                .map(kept -> AvatarRevival.create(kept, session, at.model(), at.renderer(), archivist, told));
    }

    /**
     * Keeps what these devices show.
     *
     * @param anybody whether they show anybody
     */
    void keep(Devices on, boolean anybody) {
        if (!anybody) {
            client.accept(Wording.noAvatar("keep"));
            return;
        }
        if (digest != null) {
            refuse("The avatar is being kept already: wait for the answer.");
            return;
        }
        digest = on.model().version().digest();
        reconstruction.tell(new AvatarReconstruction.TellViews());
        on.renderer().tell(new DeviceRequest.CopyShown(session, shown));
    }

    void onPictures(AvatarReconstruction.MadeFrom made) {
        views = made.views();
        keepBoth();
    }

    void onCopyTold(Outcome outcome) {
        copy = outcome;
        keepBoth();
    }

    private void keepBoth() {
        if (digest == null || views == null || copy == null) {
            return;
        }
        if (copy instanceof Outcome.ShownCopy shownCopy && shownCopy.avatar().isPresent() && !views.isEmpty()) {
            SavedAvatar avatar = new SavedAvatar(shownCopy.avatar().get(), digest, views);
            archivist.tell(new AvatarArchivist.Keep(avatar, kept));
        } else {
            digest = null;
            client.accept(Wording.noAvatar("keep"));
        }
        views = null;
        copy = null;
    }

    void onKept(AvatarArchivist.KeepReply reply) {
        digest = null;
        if (reply instanceof AvatarArchivist.Kept done) {
            client.accept(new ServerMessage.Kept(done.id().text(), done.expires()));
        } else if (reply instanceof AvatarArchivist.NotKept not) {
            refuse(not.sentence());
        }
    }

    private void refuse(String sentence) {
        client.accept(ServerMessage.Problem.of(ErrorCode.KEEP_FAILED, sentence));
    }
}
