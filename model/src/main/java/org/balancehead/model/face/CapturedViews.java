package org.balancehead.model.face;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.balancehead.model.camera.CameraPose;
import org.jspecify.annotations.Nullable;

/**
 * The views of one person that are worth keeping: the best frontal one, and others of different poses.
 *
 * <p>Holds at most its capacity, whatever is offered. Views of nearly the same pose compete by score; between poses the
 * one that sees most of what is still unseen wins. Confined to one thread at a time.
 */
public final class CapturedViews {
    /** Views nearer to each other than this show the same of the head; in degrees. */
    private static final double SAME_POSE_DEGREES = 8;

    /** A frontal view is replaced only by a clearly better one, not by the noise of a person sitting still. */
    private static final double BETTER_BY = 1.05;

    private static final int MAX_OTHERS = 4;

    private final int capacity;
    private final List<FaceAnalysis> others = new ArrayList<>();
    private @Nullable FaceAnalysis frontal;

    /**
     * An empty collection.
     *
     * @param capacity how many views are held at most, the frontal one included; at least 1
     */
    public CapturedViews(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("The capacity must be at least 1, not " + capacity + ".");
        }
        this.capacity = capacity;
    }

    /** Takes a frame if it helps. Returns whether it became the frontal view. */
    public boolean offer(FaceAnalysis view) {
        if (view.head().isEmpty()) {
            return false;
        }
        FaceAnalysis best = frontal;
        if (view.advice() == Advice.OK && (best == null || view.score() > best.score() * BETTER_BY)) {
            frontal = view;
            if (best != null) {
                keep(best);
            }
            return true;
        }
        if (view.advice() == Advice.OK || view.advice() == Advice.LOOK_AT_CAMERA) {
            keep(view);
        }
        return false;
    }

    /** The best frontal view so far. */
    public Optional<FaceAnalysis> frontal() {
        return Optional.ofNullable(frontal);
    }

    /**
     * What supervises an inversion: the frontal view first, then at most four of other poses; empty without frontal.
     */
    public List<AlignedHead> supervision() {
        if (frontal == null) {
            return List.of();
        }
        List<FaceAnalysis> chosen = new ArrayList<>(List.of(frontal));
        while (chosen.size() <= MAX_OTHERS) {
            Optional<FaceAnalysis> next = others.stream()
                    .filter(view -> distanceTo(chosen, view) >= SAME_POSE_DEGREES)
                    .max(Comparator.comparingDouble((FaceAnalysis view) -> distanceTo(chosen, view))
                            .thenComparingDouble(FaceAnalysis::score));
            if (next.isEmpty()) {
                break;
            }
            chosen.add(next.get());
        }
        return chosen.stream().flatMap(view -> view.head().stream()).toList();
    }

    /** Forgets everybody. */
    public void clear() {
        frontal = null;
        others.clear();
    }

    private void keep(FaceAnalysis view) {
        if (frontal != null && degreesBetween(frontal, view) < SAME_POSE_DEGREES) {
            return;
        }
        Optional<FaceAnalysis> samePose = others.stream()
                .filter(other -> degreesBetween(other, view) < SAME_POSE_DEGREES)
                .max(Comparator.comparingDouble(FaceAnalysis::score));
        if (samePose.isPresent() && samePose.get().score() >= view.score()) {
            return;
        }
        others.removeIf(other -> degreesBetween(other, view) < SAME_POSE_DEGREES);
        others.add(view);
        if (others.size() > capacity - 1) {
            others.remove(mostCrowded());
        }
    }

    /** The view whose pose the others cover best; of two equally crowded ones the worse. */
    private FaceAnalysis mostCrowded() {
        return others.stream()
                .min(Comparator.comparingDouble((FaceAnalysis view) -> distanceTo(allBut(view), view))
                        .thenComparingDouble(FaceAnalysis::score))
                .orElseThrow();
    }

    private List<FaceAnalysis> allBut(FaceAnalysis view) {
        List<FaceAnalysis> rest = new ArrayList<>(others);
        rest.remove(view);
        frontal().ifPresent(rest::add);
        return rest;
    }

    private static double distanceTo(List<FaceAnalysis> views, FaceAnalysis view) {
        return views.stream()
                .mapToDouble(other -> degreesBetween(other, view))
                .min()
                .orElse(180);
    }

    /**
     * How far the camera went from one view to the other. Poses end at 60°, so that yaw and pitch may be plain axes.
     */
    private static double degreesBetween(FaceAnalysis a, FaceAnalysis b) {
        CameraPose one = camera(a);
        CameraPose other = camera(b);
        return Math.hypot(one.yawDegrees() - other.yawDegrees(), one.pitchDegrees() - other.pitchDegrees());
    }

    /** Only views of heads are kept. */
    private static CameraPose camera(FaceAnalysis view) {
        return view.head().orElseThrow().camera();
    }
}
