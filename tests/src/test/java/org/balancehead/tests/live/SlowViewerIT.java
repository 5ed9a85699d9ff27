package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.Codec;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.Test;

/** One client reads 1 KB/s beside nine fast ones. */
class SlowViewerIT {
    private static final int FAST = 9;
    private static final int SIZE = 64;
    private static final int FPS = 12;
    private static final int MOST_CREDIT = 32;
    private static final Duration TIME = Duration.ofSeconds(10);

    /** One on its way, and one behind it where the first was not acknowledged in time. */
    private static final int MOST_UNDER_WAY = 2;

    /** Of views that take seconds each on so slow a link: what a queue of them would exceed. */
    private static final double MOST_AGE_MILLIS = 20_000;

    @Test
    void costsTheOthersNothingAndGetsFewButFreshViews() throws Exception {
        try (FakeServer server = new FakeServer(
                        SessionSettings.DEFAULTS,
                        AccessConfig.DEFAULTS,
                        InferenceSettings.DEFAULTS,
                        (device, number) -> new FakeHeadModel(call -> {}, FakeHeadModel.VERSION, SIZE));
                ThrottledLink link = new ThrottledLink(server.port(), 1e6)) {
            List<Spectator> fast = new ArrayList<>();
            for (int i = 0; i < FAST; i++) {
                fast.add(Spectator.enter(server.port(), Codec.JPEG, SIZE, FPS, MOST_CREDIT));
            }
            lookOn(fast).join();
            List<Integer> alone = fast.stream().map(one -> one.seen().size()).toList();
            try (Spectator slow = Spectator.enter(link.port(), Codec.JPEG, SIZE, FPS, MOST_CREDIT)) {
                int before = slow.seen().size();
                link.carry(1024);
                CompletableFuture<Void> looking = lookOn(fast);
                slow.watch(TIME);
                looking.join();
                List<Integer> beside = IntStream.range(0, FAST)
                        .mapToObj(i -> fast.get(i).seen().size() - alone.get(i))
                        .toList();
                fast.forEach(Spectator::close);

                long lifted = Spectator.micros();
                link.carry(1e6);
                slow.watch(Duration.ofSeconds(3));
                List<Spectator.Seen> underWay = slow.seen().stream()
                        .filter(view ->
                                view.atMicros() > lifted && view.header().timeMicros() < lifted - 150_000)
                        .toList();
                List<Spectator.Seen> few =
                        slow.seen().subList(before, slow.seen().size());
                report(alone, beside, few, underWay.size(), server);

                for (Spectator one : fast) {
                    assertThat(sequences(one)).as("no view is lost").isEqualTo(counted(one));
                }
                assertThat(sum(beside))
                        .as("views beside the slow one, of %d without it".formatted(sum(alone)))
                        .isGreaterThanOrEqualTo(sum(alone) * 9 / 10);
                assertThat(sequences(slow)).isEqualTo(counted(slow));
                assertThat(few.size()).isLessThan(sum(beside) / FAST);
                assertThat(underWay).as("views that queued on the way").hasSizeLessThanOrEqualTo(MOST_UNDER_WAY);
                assertThat(few).allSatisfy(view -> assertThat(view.ageMillis()).isLessThan(MOST_AGE_MILLIS));
                assertThat(server.metrics().work().drops(DropReason.VIEW_SKIPPED))
                        .isPositive();
            }
        }
    }

    private static CompletableFuture<Void> lookOn(List<Spectator> all) {
        return CompletableFuture.allOf(
                all.stream().map(one -> one.lookFor(TIME)).toArray(CompletableFuture[]::new));
    }

    private static int sum(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).sum();
    }

    private static List<Long> sequences(Spectator spectator) {
        return spectator.seen().stream().map(view -> view.header().sequence()).toList();
    }

    private static List<Long> counted(Spectator spectator) {
        return LongStream.rangeClosed(1, spectator.seen().size()).boxed().toList();
    }

    private static void report(
            List<Integer> alone, List<Integer> beside, List<Spectator.Seen> slow, int underWay, FakeServer server) {
        System.out.printf(
                "fast: %s views in %d s without the slow one, %s beside it; slow: %d views, ages %s ms, %d under way at the"
                        + " end; %d skipped%n",
                alone,
                TIME.toSeconds(),
                beside,
                slow.size(),
                slow.stream().map(view -> Math.round(view.ageMillis())).toList(),
                underWay,
                server.metrics().work().drops(DropReason.VIEW_SKIPPED));
    }
}
