package org.balancehead.model.face;

import java.util.ArrayDeque;
import java.util.Deque;
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
        Deque<Integer> border = new ArrayDeque<>();
        reach(pixels / 2 * pixels + pixels / 2, person, joined, border);
        while (!border.isEmpty()) {
            int at = border.remove();
            if (at % pixels > 0) {
                reach(at - 1, person, joined, border);
            }
            if (at % pixels < pixels - 1) {
                reach(at + 1, person, joined, border);
            }
            if (at >= pixels) {
                reach(at - pixels, person, joined, border);
            }
            if (at < person.length - pixels) {
                reach(at + pixels, person, joined, border);
            }
        }
        return joined;
    }

    private static void reach(int at, float[] person, boolean[] joined, Deque<Integer> border) {
        if (!joined[at] && person[at] >= FAINT) {
            joined[at] = true;
            border.add(at);
        }
    }
}
