package org.balancehead.model.evaluation;

import java.util.ArrayList;
import java.util.List;
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
        List<float[]> heads = apart(made);
        List<float[]> identities = apart(told);
        double right = 0;
        for (int head = 0; head < heads.size(); head++) {
            double own = IdentityConsistency.alike(heads.get(head), identities.get(head));
            for (int other = 0; other < identities.size(); other++) {
                if (other != head) {
                    double another = IdentityConsistency.alike(heads.get(head), identities.get(other));
                    right += own > another ? 1 : own == another ? 0.5 : 0;
                }
            }
        }
        return right / (heads.size() * (heads.size() - 1.0));
    }

    /** The features less their mean. */
    private static List<float[]> apart(List<float[]> features) {
        double[] mean = new double[features.get(0).length];
        for (float[] feature : features) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += feature[i] / features.size();
            }
        }
        List<float[]> apart = new ArrayList<>();
        for (float[] feature : features) {
            float[] rest = new float[mean.length];
            for (int i = 0; i < mean.length; i++) {
                rest[i] = (float) (feature[i] - mean[i]);
            }
            apart.add(rest);
        }
        return apart;
    }
}
