package org.balancehead.model.training.objective;

/**
 * The neural rendering resolution: one at first, another after a while, linear between, even (EG3D, section 4.4).
 *
 * @param first rays a side at first
 * @param last rays a side in the end
 * @param from images seen when it begins to change
 * @param over images over which it changes
 */
public record RawSide(int first, int last, long from, long over) {
    public RawSide {
        if (first < 4 || last < 4 || from < 0 || over < 0) {
            throw new IllegalArgumentException("Raw pictures have 4 pixels a side or more, and no negative schedule.");
        }
    }

    /** The side after so many images. */
    public int at(long seen) {
        double share = seen < from ? 0 : over == 0 ? 1 : Math.min(1, (seen - from) / (double) over);
        return share == 1 ? last : 2 * (int) Math.round((first + share * (last - first)) / 2);
    }
}
