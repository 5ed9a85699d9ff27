package org.balancehead.model.evaluation;

/**
 * How much an evaluation looks at.
 *
 * @param heads how many are drawn for one figure; Fréchet distances depend on it
 * @param draws how often all is repeated with other heads
 */
public record GenerationSettings(int heads, int draws) {
    private static final int FEWEST_HEADS = 2;
    private static final int MOST_HEADS = 50_000;
    private static final int MOST_DRAWS = 100;

    public GenerationSettings {
        if (heads < FEWEST_HEADS || heads > MOST_HEADS) {
            throw new IllegalArgumentException(
                    "%d heads are out of range: give %d to %d.".formatted(heads, FEWEST_HEADS, MOST_HEADS));
        }
        if (draws < 1 || draws > MOST_DRAWS) {
            throw new IllegalArgumentException("%d draws are out of range: give 1 to %d.".formatted(draws, MOST_DRAWS));
        }
    }
}
