package org.balancehead.model.evaluation;

import java.util.Random;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.image.Resampling;
import org.balancehead.model.image.RgbImage;

/**
 * The data's identities: those that heads are judged against, and, where there are many, as many others as heads are
 * drawn, which are judged like drawn ones and so show what a perfect generator would get.
 */
final class RealHeads {
    /** Identities that a Fréchet distance needs at the least to be more than chance. */
    static final int LEAST = 8;

    /** No more are described: more would cost minutes and change little. */
    private static final int MOST = 2048;

    /** Identities are held back where there are this many times as many as heads are drawn. */
    private static final int ENOUGH = 4;

    private final PackedViews views;
    private final int references;
    private final int heldBack;
    private final int[] chosen;

    /**
     * @param views of {@link #LEAST} identities or more
     * @param heads how many heads are drawn
     */
    RealHeads(PackedViews views, int heads) {
        this.views = views;
        heldBack = views.identities() >= ENOUGH * heads ? heads : 0;
        references = Math.min(MOST, views.identities() - heldBack);
        chosen = new Random(0).ints(views.identities(), 0, views.views()).toArray();
    }

    PackedViews views() {
        return views;
    }

    /** How many identities heads are judged against: the first ones. */
    int references() {
        return references;
    }

    /** How many identities are judged like drawn heads: 0 where there are too few. */
    int heldBack() {
        return heldBack;
    }

    /** The number of the {@code i}-th identity that is held back. */
    int heldBack(int i) {
        return views.identities() - heldBack + i;
    }

    /** The frontal picture at a size. */
    RgbImage front(int identity, int side) {
        return Resampling.resize(views.picture(identity, 0), side, side);
    }

    /** The picture from the one view of the identity that counts as random, the same at every call. */
    RgbImage fromAnywhere(int identity, int side) {
        return Resampling.resize(views.picture(identity, chosen[identity]), side, side);
    }

    /** The camera of any view. */
    CameraPose anyCamera(Random random) {
        return views.camera(random.nextInt(views.identities()), random.nextInt(views.views()));
    }
}
