package org.balancehead.model.dataset.synthetic;

/**
 * How many heads to make.
 *
 * @param firstSeed the seed of the first identity; the others follow. From 1 000 000 on they are held out from training
 * @param identities 1 … 100 000
 * @param views of each identity, 1 … 100
 * @param size side of the views in pixels, 16 … 1024
 * @param threads how many identities are made at a time, 1 … 256
 */
public record SynthesisOrder(long firstSeed, int identities, int views, int size, int threads) {
    private static final long LAST_SEED = 99_999_999;

    public SynthesisOrder {
        check("identities", identities, 1, 100_000);
        check("views", views, 1, 100);
        check("size", size, 16, 1024);
        check("threads", threads, 1, 256);
        check("first-seed", firstSeed, 0, LAST_SEED - identities + 1);
    }

    private static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("--%s must be %d to %d, not %d.".formatted(option, least, most, value));
        }
    }
}
