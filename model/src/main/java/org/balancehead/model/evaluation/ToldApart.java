package org.balancehead.model.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.condition.FaceRes;
import org.balancehead.model.image.RgbImage;

/**
 * Whether heads look like whom they were told, and not just like somebody: how often the face descriptor finds a head's
 * front more like the identity that it was told than like one that another head was told.
 */
final class ToldApart {
    private final FaceRes descriptor;
    private final List<float[]> made = new ArrayList<>();
    private final List<float[]> told = new ArrayList<>();

    ToldApart(FaceRes descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Adds a head.
     *
     * @param front its frontal picture
     * @param identity that of whom it was told
     */
    void add(RgbImage front, RgbImage identity) {
        add(descriptor.encode(front), descriptor.encode(identity));
    }

    void add(float[] front, float[] identity) {
        made.add(front);
        told.add(identity);
    }

    /** The share of all pairs of a head and another head's identity, a tie counting half: 0.5 is chance, 1 perfect. */
    double share() {
        double right = 0;
        for (int head = 0; head < made.size(); head++) {
            double own = IdentityConsistency.alike(made.get(head), told.get(head));
            for (int other = 0; other < told.size(); other++) {
                if (other != head) {
                    double another = IdentityConsistency.alike(made.get(head), told.get(other));
                    right += own > another ? 1 : own == another ? 0.5 : 0;
                }
            }
        }
        return right / (made.size() * (made.size() - 1.0));
    }
}
