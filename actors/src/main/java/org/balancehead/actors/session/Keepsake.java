package org.balancehead.actors.session;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.archive.AvatarArchivist;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one session's client wants kept: asks the device for what it shows, and the archivist to keep that; one at a
 * time. Confined to the session.
 */
final class Keepsake {
    private final SessionId session;
    private final ActorRef<AvatarArchivist.Request> archivist;
    private final ActorRef<DeviceRequest.ShownCopy> shown;
    private final ActorRef<AvatarArchivist.KeepReply> kept;
    private final Consumer<ServerMessage> client;

    /** Of the checkpoint that made what is being kept; null when nothing is. */
    private @Nullable String digest;

    /**
     * One that keeps nothing yet.
     *
     * @param shown where the session hears what is shown, to pass it on to {@link #onShown}
     * @param kept where it hears the archivist, to pass it on to {@link #onKept}
     */
    Keepsake(
            SessionId session,
            ActorRef<AvatarArchivist.Request> archivist,
            ActorRef<DeviceRequest.ShownCopy> shown,
            ActorRef<AvatarArchivist.KeepReply> kept,
            Consumer<ServerMessage> client) {
        this.session = session;
        this.archivist = archivist;
        this.shown = shown;
        this.kept = kept;
        this.client = client;
    }

    /** Keeps what these devices show. */
    void keep(Devices on) {
        if (digest != null) {
            refuse("The avatar is being kept already: wait for the answer.");
            return;
        }
        digest = on.model().version().digest();
        on.renderer().tell(new DeviceRequest.CopyShown(session, shown));
    }

    void onShown(DeviceRequest.ShownCopy copy) {
        if (digest != null && copy.avatar().isPresent()) {
            archivist.tell(new AvatarArchivist.Keep(copy.avatar().get(), digest, kept));
        } else {
            digest = null;
            client.accept(Wording.noAvatar("keep"));
        }
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
