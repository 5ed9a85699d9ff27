package org.balancehead.actors.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.balancehead.actors.SessionId;
import org.balancehead.model.HeadModel;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/** The inversions under way, one a session, and which of their avatars are shown. Owns them; confined to one lane. */
final class Inversions implements AutoCloseable {
    private final Map<SessionId, Inversion> running = new HashMap<>();

    /**
     * Runs one slice.
     *
     * @param publish takes over the avatar that is shown from now on, if the slice made one
     */
    Outcome run(HeadModel model, Work.InvertSlice slice, BiConsumer<SessionId, ShownAvatars.Shown> publish) {
        if (!slice.start().isEmpty()) {
            forget(slice.session());
            running.put(slice.session(), model.invert(slice.start()));
        }
        Inversion inversion = running.get(slice.session());
        if (inversion == null) {
            return new Outcome.InversionMissing();
        }
        InversionProgress progress = inversion.step();
        boolean finished = inversion.finished();
        if (finished) {
            forget(slice.session());
        }
        Optional<ShownAvatars.Shown> shown = progress.revised().flatMap(avatar -> worthShowing(avatar, slice));
        shown.ifPresent(avatar -> publish.accept(slice.session(), avatar));
        return new Outcome.SliceDone(
                progress.stage(),
                progress.step(),
                progress.steps(),
                progress.loss(),
                progress.seconds(),
                finished,
                shown.map(Inversions::numbered));
    }

    private static Optional<ShownAvatars.Shown> worthShowing(Avatar avatar, Work.InvertSlice slice) {
        Revision made = avatar.revision();
        if (!Double.isFinite(made.psnr()) || !Double.isFinite(made.identity())) {
            avatar.close();
            throw new IllegalStateException("The inversion made an avatar of PSNR %s dB, identity %s, in stage %s."
                    .formatted(made.psnr(), made.identity(), made.stage().wireName()));
        }
        if (isWorse(made, slice.psnrToBeat())) {
            avatar.close();
            return Optional.empty();
        }
        return Optional.of(new ShownAvatars.Shown(avatar, slice.nextRevision()));
    }

    /**
     * From w⁺ on every avatar is taken: an inversion that began anew has other supervising frames than the one shown,
     * and more of them are harder to agree with.
     */
    private static boolean isWorse(Revision made, OptionalDouble psnrToBeat) {
        return made.stage().compareTo(Stage.W_PLUS) < 0
                && psnrToBeat.isPresent()
                && made.psnr() < psnrToBeat.getAsDouble();
    }

    /** The session counts its revisions itself, over all its inversions. */
    private static Revision numbered(ShownAvatars.Shown shown) {
        Revision made = shown.avatar().revision();
        return new Revision(Math.toIntExact(shown.revision()), made.stage(), made.psnr(), made.identity());
    }

    void forget(SessionId session) {
        Inversion inversion = running.remove(session);
        if (inversion != null) {
            inversion.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::forget);
    }
}
