package org.balancehead.actors.avatar;

import java.util.List;
import java.util.Optional;
import org.balancehead.actors.inference.Bar;
import org.balancehead.actors.inference.Outcome;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.CapturedViews;
import org.balancehead.model.face.FaceAnalysis;
import org.balancehead.model.inversion.Revision;
import org.balancehead.model.inversion.Stage;

/**
 * One person's avatar as far as it is: the views worth keeping, how far the inversion is, and what is shown of it.
 * Confined to the reconstruction.
 */
final class AvatarState {
    private enum Phase {
        /** No frontal view was seen. */
        WAITING,
        INVERTING,
        DONE
    }

    /**
     * The slice of the inversion that comes next.
     *
     * @param start the views to begin a new inversion with; empty to go on with the one under way
     * @param revision the number that an avatar published by it gets
     * @param bar what an avatar must reach to be published
     */
    record NextSlice(List<AlignedHead> start, long revision, Bar bar) {}

    private static final int VIEWS_KEPT = 8;

    private final CapturedViews views = new CapturedViews(VIEWS_KEPT);
    private RestartPolicy restarts = new RestartPolicy();
    private Phase phase = Phase.WAITING;
    private Stage stage = Stage.ENCODER;
    private boolean beginAnew;
    private long lastRevision;
    private Optional<Revision> shown = Optional.empty();

    /** The pictures of an avatar that was kept: nobody is looked for then. */
    private List<AlignedHead> given = List.of();

    /** What the avatar that is shown was made from: another version is held against it by the same frames. */
    private List<AlignedHead> supervising = List.of();

    /** What the inversion under way supervises by. */
    private List<AlignedHead> inverted = List.of();

    /** Whether the view became the frontal one. */
    boolean offer(FaceAnalysis view) {
        return phase != Phase.DONE && given.isEmpty() && views.offer(view);
    }

    /** Whether the views are worth a first inversion, or one that begins over. */
    boolean isWorthBeginning() {
        return switch (phase) {
            case WAITING -> views.frontal().isPresent();
            case INVERTING ->
                restarts.worthIt(stage, frontalScore(), views.supervision().size());
            case DONE -> false;
        };
    }

    void begin() {
        restarts.began(frontalScore(), views.supervision().size());
        phase = Phase.INVERTING;
        stage = Stage.ENCODER;
        beginAnew = true;
    }

    /** The next slice begins a new inversion, from the best views that there are then. */
    void beginAnew() {
        beginAnew = true;
    }

    boolean isWaiting() {
        return phase == Phase.WAITING;
    }

    boolean isInverting() {
        return phase == Phase.INVERTING;
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    Optional<Revision> shown() {
        return shown;
    }

    long nextRevision() {
        return lastRevision + 1;
    }

    /** What the avatar that is shown is to be made from again, elsewhere. */
    List<AlignedHead> supervision() {
        return supervising.isEmpty() ? pictures() : supervising;
    }

    private List<AlignedHead> pictures() {
        return given.isEmpty() ? views.supervision() : given;
    }

    NextSlice takeSlice() {
        List<AlignedHead> start = beginAnew ? pictures() : List.of();
        if (beginAnew) {
            inverted = start;
        }
        beginAnew = false;
        Bar bar = new Bar(shown.stream().mapToDouble(Revision::psnr).findFirst(), inverted.equals(supervising));
        return new NextSlice(start, nextRevision(), bar);
    }

    void note(Outcome.SliceDone slice) {
        stage = slice.stage();
        slice.revised().ifPresent(revision -> {
            lastRevision = revision.number();
            shown = slice.revised();
            supervising = inverted;
        });
        if (slice.finished() && !beginAnew) {
            phase = Phase.DONE;
        }
    }

    /** Numbers up to this one may have been shown: none of them comes again. */
    void skipTo(long revision) {
        lastRevision = Math.max(lastRevision, revision);
    }

    /** An avatar that was kept is made from these pictures; nobody else is looked for. */
    void give(List<AlignedHead> pictures) {
        given = pictures;
    }

    /** An avatar is shown that was kept, made from the pictures that were given; what was not finished goes on. */
    void showKept(Revision kept) {
        skipTo(kept.number());
        shown = Optional.of(kept);
        supervising = given;
        if (kept.stage() == Stage.TUNING) {
            stage = kept.stage();
            phase = Phase.DONE;
        } else {
            begin();
        }
    }

    /** The device shows nothing any more. */
    void lose() {
        shown = Optional.empty();
    }

    /** It stays as it is. */
    void settle() {
        phase = Phase.DONE;
    }

    /** What was made elsewhere is shown from now on. */
    void adopt(AvatarRemake.Remade remade) {
        lastRevision = remade.revision().number();
        shown = Optional.of(remade.revision());
        stage = remade.revision().stage();
        inverted = supervising;
        phase = remade.finished() ? Phase.DONE : Phase.INVERTING;
        beginAnew = false;
    }

    /** Whoever is seen next is another person. Revisions go on counting. */
    void forget() {
        views.clear();
        given = List.of();
        inverted = List.of();
        supervising = List.of();
        restarts = new RestartPolicy();
        shown = Optional.empty();
        phase = Phase.WAITING;
    }

    private double frontalScore() {
        return views.frontal().map(FaceAnalysis::score).orElse(0.0);
    }
}
