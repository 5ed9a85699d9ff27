package org.balancehead.streaming.flow;

import java.util.ArrayList;
import java.util.List;
import org.balancehead.streaming.video.Quality;

/**
 * One way to send views: the larger, finer and more frequent, the more it asks of the connection.
 *
 * @param side pixels
 * @param framesPerSecond at least 1
 */
public record Rung(int side, Quality quality, int framesPerSecond) {
    /**
     * All rungs from what was agreed downwards: first views get smaller, then coarser, then rarer.
     *
     * @param side of the first rung's views
     * @param framesPerSecond of the first rung
     * @param bounds how far down the rungs go
     */
    public static List<Rung> ladder(int side, int framesPerSecond, FlowBounds bounds) {
        List<Rung> rungs = new ArrayList<>();
        Rung last = new Rung(side, Quality.FINE, framesPerSecond);
        rungs.add(last);
        for (int step = 0; smaller(side, step) >= bounds.leastSide(); step++) {
            if (smaller(side, step) < last.side()) {
                last = new Rung(smaller(side, step), Quality.FINE, framesPerSecond);
                rungs.add(last);
            }
        }
        for (Quality quality : List.of(Quality.MEDIUM, Quality.COARSE)) {
            last = new Rung(last.side(), quality, framesPerSecond);
            rungs.add(last);
        }
        while (last.framesPerSecond() / 2 >= bounds.leastFramesPerSecond()) {
            last = new Rung(last.side(), last.quality(), last.framesPerSecond() / 2);
            rungs.add(last);
        }
        return rungs;
    }

    /** What it asks of the connection; only ratios of two rungs mean something. */
    double cost() {
        return (double) side * side * quality.share() * framesPerSecond;
    }

    /** ¾, ½, ⅜, ¼, … of the side, as whole blocks of video. */
    private static int smaller(int side, int step) {
        double share = (step % 2 == 0 ? 0.75 : 0.5) / (1 << (step / 2));
        return (int) (side * share) / 16 * 16;
    }
}
