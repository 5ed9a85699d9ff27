package org.balancehead.actors.inference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.model.HeadModel;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;

/** The inversions under way, one a session, and which of their avatars are shown. Owns them; confined to one lane. */
final class Inversions implements AutoCloseable {
    private final Map<SessionId, Inversion> running = new HashMap<>();
    private final HeadMemory memory;

    Inversions(HeadMemory memory) {
        this.memory = memory;
    }

    /**
     * What one slice did.
     *
     * @param published the avatar that is shown from now on, if the slice made one; the receiver's to close
     */
    record Slice(Outcome outcome, Optional<ShownAvatars.Shown> published) {}

    /** Whether no inversion of another session is under way. */
    boolean isAlone(SessionId session) {
        return running.keySet().stream().allMatch(session::equals);
    }

    /** Runs one slice. */
    Slice run(HeadModel model, Work.InvertSlice slice) {
        if (!slice.start().isEmpty()) {
            forget(slice.session());
            memory.require(model);
            long before = model.memoryInUse();
            running.put(slice.session(), model.invert(slice.start()));
            Slice first = step(slice);
            memory.made(model, before);
            return first;
        }
        return step(slice);
    }

    private Slice step(Work.InvertSlice slice) {
        Inversion inversion = running.get(slice.session());
        if (inversion == null) {
            return new Slice(new Outcome.InversionMissing(), Optional.empty());
        }
        InversionProgress progress = inversion.step();
        boolean finished = inversion.finished();
        if (finished) {
            forget(slice.session());
        }
        Optional<ShownAvatars.Shown> shown = progress.revised().flatMap(avatar -> worthShowing(avatar, slice));
        Outcome.SliceDone outcome = new Outcome.SliceDone(
                progress.stage(),
                progress.step(),
                progress.steps(),
                progress.loss(),
                progress.seconds(),
                finished,
                shown.map(Inversions::numbered));
        return new Slice(outcome, shown);
    }

    private static Optional<ShownAvatars.Shown> worthShowing(Avatar avatar, Work.InvertSlice slice) {
        Revision made = avatar.revision();
        if (!Double.isFinite(made.psnr()) || !Double.isFinite(made.identity())) {
            avatar.close();
            throw new JobFailedException(
                    Outcome.Refusal.NOT_FINITE,
                    "The inversion made an avatar of PSNR %s dB, identity %s, in stage %s."
                            .formatted(
                                    made.psnr(), made.identity(), made.stage().wireName()));
        }
        if (!slice.bar().isReachedBy(made)) {
            avatar.close();
            return Optional.empty();
        }
        return Optional.of(new ShownAvatars.Shown(avatar, slice.nextRevision()));
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
