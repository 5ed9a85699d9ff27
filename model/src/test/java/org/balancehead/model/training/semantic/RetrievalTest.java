package org.balancehead.model.training.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetrievalTest {
    private static final float[][] GALLERY = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};

    @Test
    void ranksTheOwnFeatureByItsCosine() {
        float[][] queries = {{5, 1}, {1, 5}, {1, 0.1f}};
        int[] own = {0, 1, 3};

        Retrieval found = Retrieval.of(queries, own, GALLERY);

        // the last is nearest to heads 0 and 1, its own is third
        assertThat(found).isEqualTo(new Retrieval(3, 4, 2 / 3.0, 1, 1));
    }

    @Test
    void takesTheMeanOfTheGalleryOff() {
        float[][] shifted = new float[4][];
        for (int i = 0; i < 4; i++) {
            shifted[i] = new float[] {GALLERY[i][0] + 100, GALLERY[i][1] + 50};
        }

        Retrieval found = Retrieval.of(new float[][] {{99, 50.1f}, {100, 49}}, new int[] {2, 3}, shifted);

        assertThat(found.first()).isEqualTo(1);
    }

    @Test
    void countsFeaturesThatAreAllAlikeAsNotFound() {
        float[][] alike = {{1, 1}, {1, 1}, {1, 1}, {-3, -3}};

        Retrieval found = Retrieval.of(new float[][] {{1, 1}, {1, 1}}, new int[] {0, 1}, alike);

        assertThat(found.first()).isZero();
        assertThat(found.medianRank()).isEqualTo(3);
    }
}
