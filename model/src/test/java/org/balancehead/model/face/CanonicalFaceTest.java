package org.balancehead.model.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.balancehead.model.face.CanonicalFace.BasisPoint;
import org.junit.jupiter.api.Test;

class CanonicalFaceTest {
    private final CanonicalFace face = CanonicalFace.load();

    @Test
    void readsThePlaceOfEachLandmark() {
        assertThat(face.xyz()).hasSize(468 * 3);
        assertThat(face.xyz()).startsWith(new double[] {0, -3.406404f, 5.979507f}, within(1e-6));
    }

    @Test
    void weighsTheBasisSymmetrically() {
        double all = face.basis().stream().mapToDouble(BasisPoint::weight).sum();
        double sideways = face.basis().stream()
                .mapToDouble(point -> point.weight() * face.xyz()[point.landmark() * 3])
                .sum();

        assertThat(face.basis()).hasSize(33);
        assertThat(all).isCloseTo(1, within(0.1));
        assertThat(sideways).isCloseTo(0, within(1e-3));
    }
}
