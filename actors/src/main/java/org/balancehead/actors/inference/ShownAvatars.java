package org.balancehead.actors.inference;

import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.model.HeadModel;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.Avatar;

/** The avatars that views show, one a session. Owns them; confined to one lane. */
final class ShownAvatars implements AutoCloseable {
    /** An avatar and its number among the revisions that its session was told of. */
    record Shown(Avatar avatar, long revision) {}

    private final Map<SessionId, Shown> shown = new HashMap<>();

    /** How many times a session was forgotten without having been welcomed again; no entry for none. */
    private final Map<SessionId, Integer> unwelcome = new HashMap<>();

    /** Renders views, those that there is an avatar of in one call; an outcome for each, in their order. */
    List<Outcome> render(HeadModel model, List<Work.RenderView> views) {
        List<HeadModel.View> seen = views.stream()
                .flatMap(
                        view -> of(view.session()).map(now -> new HeadModel.View(now.avatar(), view.camera())).stream())
                .toList();
        Iterator<RgbImage> images = seen.isEmpty()
                ? Collections.emptyIterator()
                : model.render(seen).iterator();
        int version = model.version().number();
        return views.stream()
                .map(view -> of(view.session())
                        .<Outcome>map(now -> new Outcome.ViewRendered(images.next(), now.revision(), version))
                        .orElseGet(Outcome.AvatarMissing::new))
                .toList();
    }

    private Optional<Shown> of(SessionId session) {
        return Optional.ofNullable(shown.get(session));
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
