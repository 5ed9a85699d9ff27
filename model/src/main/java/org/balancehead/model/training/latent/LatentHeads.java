package org.balancehead.model.training.latent;

/**
 * The heads of a dataset in w space.
 *
 * @param codes w of each head, as the encoder reads it from the frontal picture: {@code [n][K]}
 * @param features semantic feature of each head, as its encoder gives it: {@code [n][C]}
 */
public record LatentHeads(float[][] codes, float[][] features) {
    /** @throws IllegalArgumentException when there are no heads, or not as many features */
    public LatentHeads {
        if (codes.length == 0 || codes.length != features.length) {
            throw new IllegalArgumentException("%d heads have %d features.".formatted(codes.length, features.length));
        }
    }

    int count() {
        return codes.length;
    }
}
