package org.balancehead.model.face;

import org.balancehead.model.image.Mask;

/** Cuts the head with its neck and collar out of what the matting takes for persons. */
final class HeadMask {
    /** What is fainter than this belongs to nobody, and joins nothing. */
    private static final float FAINT = 0.1f;

    /** The picture's edge is no outline of the head: the mask fades there, over this part of the frame's side. */
    private static final float FADE = 0.03f;

    private HeadMask() {}

    /**
     * The part of the matte that hangs together with the face, faded where the source picture ends.
     *
     * @param person {@code pixels²} values, 0 background … 1 person
     * @param inside how far inside the source picture each pixel lies, in pixels; negative outside
     * @param pixels side of the frame
     */
    static Mask of(float[] person, float[] inside, int pixels) {
        boolean[] head = joinedToFace(person, pixels);
        float[] alpha = new float[person.length];
        for (int i = 0; i < alpha.length; i++) {
            if (head[i]) {
                alpha[i] = person[i] * Math.max(0, Math.min(1, inside[i] / (FADE * pixels)));
            }
        }
        return new Mask(pixels, pixels, alpha);
    }

    /** Flood fill from the middle of the frame, which is within the head in every pose. */
    private static boolean[] joinedToFace(float[] person, int pixels) {
        boolean[] joined = new boolean[person.length];
        int[] reached = new int[person.length]; // each pixel enters once, in the order in which it is reached
        int middle = pixels / 2 * pixels + pixels / 2;
        int count = reach(middle, person, joined, reached, 0);
        for (int next = 0; next < count; next++) {
            int at = reached[next];
            if (at % pixels > 0) {
                count = reach(at - 1, person, joined, reached, count);
            }
            if (at % pixels < pixels - 1) {
                count = reach(at + 1, person, joined, reached, count);
            }
            if (at >= pixels) {
                count = reach(at - pixels, person, joined, reached, count);
            }
            if (at < person.length - pixels) {
                count = reach(at + pixels, person, joined, reached, count);
            }
        }
        return joined;
    }

    /** Joins a pixel unless it is faint or joined already; returns how many were reached so far. */
    private static int reach(int at, float[] person, boolean[] joined, int[] reached, int count) {
        if (joined[at] || person[at] < FAINT) {
            return count;
        }
        joined[at] = true;
        reached[count] = at;
        return count + 1;
    }
}
