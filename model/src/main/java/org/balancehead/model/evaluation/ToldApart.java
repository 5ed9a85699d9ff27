package org.balancehead.model.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.model.condition.MeanFeature;
import org.balancehead.model.condition.SemanticEncoder;
import org.balancehead.model.image.RgbImage;

/**
 * Whether heads look like whom they were told, and not just like somebody: how often an encoder finds what sets a
 * head's front apart from the other heads more like what sets its identity apart from the other identities than like
 * what sets another head's identity apart.
 */
final class ToldApart {
    private final SemanticEncoder encoder;
    private final List<float[]> made = new ArrayList<>();
    private final List<float[]> told = new ArrayList<>();

    ToldApart(SemanticEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Adds a head.
     *
     * @param front its frontal picture
     * @param identity that of whom it was told
     */
    void add(RgbImage front, RgbImage identity) {
        add(encoder.encode(front), encoder.encode(identity));
    }

    void add(float[] front, float[] identity) {
        made.add(front);
        told.add(identity);
    }

    /** The share of all pairs of a head and another head's identity, a tie counting half: 0.5 is chance, 1 perfect. */
    double share() {
        float[][] heads = apart(made);
        float[][] identities = apart(told);
        double right = 0;
        for (int head = 0; head < heads.length; head++) {
            double own = IdentityConsistency.alike(heads[head], identities[head]);
            for (int other = 0; other < identities.length; other++) {
                if (other != head) {
                    double another = IdentityConsistency.alike(heads[head], identities[other]);
                    right += own > another ? 1 : own == another ? 0.5 : 0;
                }
            }
        }
        return right / (heads.length * (heads.length - 1.0));
    }

    private static float[][] apart(List<float[]> features) {
        float[][] all = features.toArray(float[][]::new);
        return MeanFeature.of(all).apart(all);
    }
}
