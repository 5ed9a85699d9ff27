package org.balancehead.actors.avatar;

import org.balancehead.model.inversion.Stage;

/**
 * Whether what was captured since an inversion began is worth beginning it anew. Only before w⁺, where little is lost,
 * and at most twice, so that it comes to an end while a person keeps moving.
 */
final class RestartPolicy {
    /** A frontal frame must score so much better than the one that the inversion began with. */
    private static final double CLEARLY_BETTER = 1.15;

    private static final int MORE_VIEWS = 2;
    private static final int MOST_RESTARTS = 2;

    private double frontalScore;
    private int views;
    private int restarts = -1;

    /** Remembers with what the inversion began, first or anew. */
    void began(double frontalScore, int views) {
        this.frontalScore = frontalScore;
        this.views = views;
        restarts++;
    }

    boolean worthIt(Stage stage, double frontalScore, int views) {
        return stage.compareTo(Stage.W_PLUS) < 0
                && restarts < MOST_RESTARTS
                && (frontalScore > this.frontalScore * CLEARLY_BETTER || views >= this.views + MORE_VIEWS);
    }
}
