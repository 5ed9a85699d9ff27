package org.balancehead.actors.inference;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.balancehead.model.HeadModel;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.inversion.Avatar;
import org.balancehead.model.inversion.Inversion;
import org.balancehead.model.inversion.InversionProgress;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;
import org.jspecify.annotations.Nullable;

/** What a device keeps of one session: the inversion under way and the avatar that is shown. It owns both. */
final class Person implements AutoCloseable {
    private @Nullable Inversion inversion;
    private @Nullable Avatar shown;
    private long revision;

    /** Begins anew; the avatar shown stays until a better one replaces it. */
    void begin(HeadModel model, List<AlignedHead> views) {
        closeInversion();
        inversion = model.invert(views);
    }

    Outcome step(Work.InvertSlice slice) {
        Inversion running = inversion;
        if (running == null) {
            return new Outcome.InversionMissing();
        }
        InversionProgress progress = running.step();
        Optional<Revision> revised = progress.revised().flatMap(avatar -> publish(avatar, slice));
        boolean finished = running.finished();
        if (finished) {
            closeInversion();
        }
        return new Outcome.SliceDone(
                progress.stage(),
                progress.step(),
                progress.steps(),
                progress.loss(),
                progress.seconds(),
                finished,
                revised);
    }

    Outcome render(HeadModel model, CameraPose camera) {
        return shown == null
                ? new Outcome.AvatarMissing()
                : new Outcome.ViewRendered(
                        model.render(shown, camera), revision, model.version().number());
    }

    private Optional<Revision> publish(Avatar avatar, Work.InvertSlice slice) {
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
        closeShown();
        shown = avatar;
        revision = slice.nextRevision();
        return Optional.of(new Revision(Math.toIntExact(revision), made.stage(), made.psnr(), made.identity()));
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

    private void closeInversion() {
        if (inversion != null) {
            inversion.close();
            inversion = null;
        }
    }

    private void closeShown() {
        if (shown != null) {
            shown.close();
            shown = null;
        }
    }

    @Override
    public void close() {
        closeInversion();
        closeShown();
    }
}
