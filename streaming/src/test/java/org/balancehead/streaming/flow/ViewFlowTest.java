package org.balancehead.streaming.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.balancehead.streaming.flow.SimulatedViewer.Link;
import org.junit.jupiter.api.Test;

class ViewFlowTest {
    private static final double MEGABIT = 125_000;
    private static final Duration START = Duration.ZERO;

    private final ViewFlow flow = new ViewFlow(256, 24, FlowBounds.DEFAULTS, 0);

    @Test
    void aFastConnectionGetsEverythingAsAgreed() {
        SimulatedViewer viewer =
                new SimulatedViewer(flow, Link.calm(at -> 10 * MEGABIT, Duration.ofMillis(20)), 3, true);

        viewer.run(START, Duration.ofSeconds(20));

        assertThat(viewer.steps()).isEmpty();
        assertThat(viewer.seen()).hasSizeBetween(478, 481);
        assertThat(flow.takeSkipped()).isZero();
    }

    @Test
    void aViewThatIsMadeEarlyLeavesThePaceAsItIs() {
        Duration half = flow.period().dividedBy(2);
        flow.grant(32);
        int made = 0;
        for (long now = 0; now < 1_000_000_000L; now += 1_000_000) {
            if (flow.gate(now, half) instanceof Gate.Open) {
                flow.begin(now);
                flow.send(++made, 1000, now);
                flow.taken(now);
            }
        }

        assertThat(made).isBetween(24, 25);
    }

    @Test
    void creditsGrantedInOneLumpAreSpentAtTheAgreedPace() {
        SimulatedViewer viewer =
                new SimulatedViewer(flow, Link.calm(at -> 100 * MEGABIT, Duration.ofMillis(5)), 32, false);

        viewer.run(START, Duration.ofSeconds(5));

        List<SimulatedViewer.View> seen = viewer.seen();
        List<Long> gaps = LongStream.range(1, seen.size())
                .map(i -> seen.get((int) i).sentAt() - seen.get((int) i - 1).sentAt())
                .boxed()
                .toList();
        assertThat(gaps)
                .hasSizeGreaterThan(100)
                .allSatisfy(gap -> assertThat(gap).isCloseTo(1_000_000_000L / 24, within(2_000_000L)));
    }

    @Test
    void givesWayToASlowConnectionInOneStepAndComesBackInTwo() {
        SimulatedViewer viewer = new SimulatedViewer(flow, narrowed(0.5, 5, 20, 4, Duration.ofMillis(20), 0), 32, true);

        viewer.run(START, Duration.ofSeconds(60));

        List<SimulatedViewer.Step> steps = viewer.steps();
        assertThat(steps).hasSize(3);
        assertThat(steps.get(0).seconds()).isBetween(5.0, 7.0);
        assertThat(steps.get(2).seconds()).isBetween(20.0, 30.0);
        assertThat(flow.position()).isZero();
        assertThat(oldest(viewer)).isLessThan(Duration.ofMillis(600));
    }

    @Property(tries = 400)
    void comesBackWithinTenSecondsWheneverTheConnectionWidens(
            @ForAll @DoubleRange(min = 0.3, max = 0.9) double narrow,
            @ForAll @DoubleRange(min = 4, max = 8) double wide,
            @ForAll @DoubleRange(min = 6, max = 90) double widensAt,
            @ForAll @IntRange(min = 2, max = 150) int delayMillis,
            @ForAll @IntRange(min = 0, max = 30) int jitterMillis) {
        ViewFlow widened = new ViewFlow(256, 24, FlowBounds.DEFAULTS, 0);
        Link link = narrowed(narrow, 5, widensAt, wide, Duration.ofMillis(delayMillis), jitterMillis);
        SimulatedViewer viewer = new SimulatedViewer(widened, link, 32, true);

        viewer.run(START, Duration.ofMillis((long) (widensAt * 1000) + 10_000));

        assertThat(widened.position()).as("%s", viewer.steps()).isZero();
    }

    @Property(tries = 400)
    void givesWayWithinTwoSecondsWheneverTheConnectionNarrows(
            @ForAll @DoubleRange(min = 0.3, max = 0.9) double narrow,
            @ForAll @DoubleRange(min = 2, max = 60) double narrowsAt,
            @ForAll @IntRange(min = 2, max = 150) int delayMillis,
            @ForAll @IntRange(min = 0, max = 30) int jitterMillis) {
        ViewFlow narrowed = new ViewFlow(256, 24, FlowBounds.DEFAULTS, 0);
        Link link = narrowed(narrow, narrowsAt, 1e6, 4, Duration.ofMillis(delayMillis), jitterMillis);
        SimulatedViewer viewer = new SimulatedViewer(narrowed, link, 32, true);

        viewer.run(START, Duration.ofMillis((long) (narrowsAt * 1000) + 10_000));

        assertThat(viewer.steps()).isNotEmpty();
        assertThat(viewer.steps().get(0).seconds()).isBetween(narrowsAt, narrowsAt + 2);
        assertThat(oldest(viewer)).as("%s", viewer.steps()).isLessThan(Duration.ofSeconds(2));
    }

    @Property(tries = 400)
    void onASteadyConnectionTheRungChangesAtMostThreeTimesAMinute(
            @ForAll @DoubleRange(min = 0.05, max = 8) double megabits,
            @ForAll @IntRange(min = 2, max = 300) int delayMillis,
            @ForAll @IntRange(min = 0, max = 30) int jitterMillis,
            @ForAll @IntRange(min = 1, max = 32) int window) {
        ViewFlow steady = new ViewFlow(256, 24, FlowBounds.DEFAULTS, 0);
        Link link = new Link(at -> megabits * MEGABIT, Duration.ofMillis(delayMillis), Duration.ofMillis(jitterMillis));
        SimulatedViewer viewer = new SimulatedViewer(steady, link, window, true);

        viewer.run(START, Duration.ofSeconds(170));

        List<SimulatedViewer.Step> settled =
                viewer.steps().stream().filter(step -> step.seconds() > 50).toList();
        for (SimulatedViewer.Step first : settled) {
            assertThat(settled.stream()
                            .filter(step -> step.at() >= first.at() && step.seconds() < first.seconds() + 60))
                    .as("%s", viewer.steps())
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    @Property(tries = 200)
    void noViewGetsOldOnTheWayHoweverSlowTheConnection(
            @ForAll @DoubleRange(min = 0.05, max = 4) double megabits,
            @ForAll @IntRange(min = 1, max = 32) int window) {
        ViewFlow slow = new ViewFlow(256, 24, FlowBounds.DEFAULTS, 0);
        Duration delay = Duration.ofMillis(20);
        SimulatedViewer viewer = new SimulatedViewer(slow, Link.calm(at -> megabits * MEGABIT, delay), window, true);

        viewer.run(START, Duration.ofSeconds(60));

        List<SimulatedViewer.View> settled =
                viewer.seen().stream().filter(view -> view.sentAt() > 10e9).toList();
        assertThat(settled).allSatisfy(view -> {
            double alone = view.bytes() / (megabits * MEGABIT) + delay.toMillis() * 1e-3;
            assertThat(view.age().toNanos() * 1e-9).as("%s", viewer.steps()).isLessThan(3 * alone + 0.5);
        });
    }

    @Test
    void aViewerWhoNeverAcknowledgesIsNotStarved() {
        SimulatedViewer viewer =
                new SimulatedViewer(flow, Link.calm(at -> 4 * MEGABIT, Duration.ofMillis(20)), 3, false);

        viewer.run(START, Duration.ofSeconds(10));

        assertThat(viewer.seen()).hasSizeGreaterThan(230);
        assertThat(flow.position()).isZero();
    }

    @Test
    void aViewerWhoStopsAcknowledgingIsSentAViewNowAndThen() {
        flow.grant(32);
        flow.begin(0);
        flow.send(1, 1000, 0);
        flow.taken(0);
        flow.acknowledge(1, 10_000_000);
        long now = 0;
        long sequence = 1;
        while (now < 20_000_000_000L) {
            now += 10_000_000;
            if (flow.gate(now, Duration.ZERO) instanceof Gate.Open) {
                flow.begin(now);
                flow.send(++sequence, 1000, now);
                flow.taken(now);
            }
        }

        assertThat(sequence).isBetween(8L, 14L);
        assertThat(flow.takeSkipped()).isGreaterThan(200);
    }

    @Test
    void acknowledgementsOfViewsThatWereNeverSentChangeNothing() {
        flow.grant(1);
        flow.begin(0);
        flow.send(1, 1000, 0);

        assertThat(flow.acknowledge(2, 5)).isEmpty();
        assertThat(flow.acknowledge(1, 5_000_000)).hasValue(Duration.ofMillis(5));
        assertThat(flow.acknowledge(1, 6_000_000)).isEmpty();
        assertThat(flow.bytesPerSecond()).isCloseTo(200_000, within(1.0));
    }

    @Test
    void aSocketThatDoesNotTakeViewsMakesTheStreamGiveWay() {
        long now = 0;
        flow.grant(32);
        for (int i = 1; flow.position() == 0 && i < 30; i++) {
            if (flow.gate(now, Duration.ZERO) instanceof Gate.Open) {
                flow.begin(now);
            }
            flow.send(i, 4000, now);
            now += 200_000_000;
            flow.taken(now);
            flow.gate(now, Duration.ZERO);
        }

        assertThat(flow.position()).isPositive();
        assertThat(now).isLessThan(2_000_000_000L);
        assertThat(flow.takeSkipped()).isPositive();
    }

    @Test
    void aViewerWhoAsksForAViewNowAndThenIsNotSlow() {
        long now = 0;
        for (int i = 1; i < 40; i++) {
            flow.grant(1);
            assertThat(flow.gate(now, Duration.ZERO)).isEqualTo(new Gate.Open());
            flow.begin(now);
            flow.send(i, 4000, now);
            flow.taken(now);
            assertThat(flow.gate(now, Duration.ZERO)).isEqualTo(new Gate.Shut());
            now += 700_000_000;
        }

        assertThat(flow.position()).isZero();
        assertThat(flow.takeSkipped()).isZero();
    }

    private static Link narrowed(
            double narrow, double fromSeconds, double untilSeconds, double wide, Duration delay, int jitterMillis) {
        return new Link(
                at -> (at > fromSeconds * 1e9 && at < untilSeconds * 1e9 ? narrow : wide) * MEGABIT,
                delay,
                Duration.ofMillis(jitterMillis));
    }

    private static Duration oldest(SimulatedViewer viewer) {
        return viewer.seen().stream()
                .map(SimulatedViewer.View::age)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
