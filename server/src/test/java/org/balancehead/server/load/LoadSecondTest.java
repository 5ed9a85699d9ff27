package org.balancehead.server.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.balancehead.model.plot.Panel;
import org.junit.jupiter.api.Test;

class LoadSecondTest {
    private static final double NONE = Double.NaN;

    @Test
    void tellsOfEachSecondInWhichViewsCameToThoseWhoBehave() {
        Visit one = visit(
                Manner.GOOD, new SeenView(0.9, NONE, NONE), new SeenView(2.1, 1200, 30), new SeenView(2.2, 100, 50));
        Visit other = visit(Manner.GOOD, new SeenView(2.9, NONE, 40), new SeenView(3.1, 200, 70));
        Visit slow = visit(Manner.SLOW, new SeenView(1.5, NONE, 9000));

        List<LoadSecond> seconds = LoadSecond.of(List.of(one, slow, other), 3);

        assertThat(seconds)
                .containsExactly(
                        new LoadSecond(0, 1, 1, null, null),
                        new LoadSecond(2, 2, 3, new LoadSecond.Times(40, 49), new LoadSecond.Times(650, 1145)));
    }

    @Test
    void areDrawnWithTheMemory() {
        Visit one = visit(Manner.GOOD, new SeenView(0.9, NONE, NONE), new SeenView(2.1, 1200, NONE));
        LoadReport report = LoadComparisonTest.report(List.of(one), List.of(new MemoryPoint(1, 500)));

        List<Panel> panels = LoadPlots.overTime(report);

        assertThat(panels)
                .extracting(Panel::title)
                .containsExactly("between two views, ms", "sessions that see views", "server's resident memory, MB");
        assertThat(panels.get(0).curves())
                .hasSize(2)
                .allSatisfy(curve -> assertThat(curve.x()).containsExactly(2));
        assertThat(panels.get(1).curves().get(0).x()).containsExactly(0, 2);
    }

    private static Visit visit(Manner manner, SeenView... views) {
        return new Visit(manner, List.of(), List.of(), List.of(views), 1, 0, 0, 0, 0, Map.of());
    }
}
