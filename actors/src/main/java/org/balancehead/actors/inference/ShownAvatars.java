package org.balancehead.actors.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.balancehead.actors.SessionId;
import org.balancehead.model.HeadModel;
import org.balancehead.model.inversion.Avatar;

/** The avatars that views show, one a session. Owns them; confined to one lane. */
final class ShownAvatars implements AutoCloseable {
    /** An avatar and its number among the revisions that its session was told of. */
    record Shown(Avatar avatar, long revision) {}

    private final Map<SessionId, Shown> shown = new HashMap<>();

    /** How many times a session was forgotten without having been welcomed again; no entry for none. */
    private final Map<SessionId, Integer> unwelcome = new HashMap<>();

    Outcome render(HeadModel model, Work.RenderView view) {
        Shown now = shown.get(view.session());
        return now == null
                ? new Outcome.AvatarMissing()
                : new Outcome.ViewRendered(
                        model.render(now.avatar(), view.camera()),
                        now.revision(),
                        model.version().number());
    }

    /** Takes over an avatar, in place of the session's last one; frees it at once for a session that is forgotten. */
    void show(SessionId session, Shown avatar) {
        if (unwelcome.containsKey(session)) {
            avatar.avatar().close();
            return;
        }
        Shown before = shown.put(session, avatar);
        if (before != null) {
            before.avatar().close();
        }
    }

    /** Frees a session's avatar, and shows no other of it before it is welcome again. */
    void forget(SessionId session) {
        unwelcome.merge(session, 1, Integer::sum);
        free(session);
    }

    /** What comes from now on is not of the person who was forgotten; undoes one {@link #forget}. */
    void welcome(SessionId session) {
        unwelcome.computeIfPresent(session, (key, times) -> times == 1 ? null : times - 1);
    }

    /** Frees a session's avatar. */
    void free(SessionId session) {
        Shown avatar = shown.remove(session);
        if (avatar != null) {
            avatar.avatar().close();
        }
    }

    @Override
    public void close() {
        List.copyOf(shown.keySet()).forEach(this::free);
    }
}
