package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.Codec;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.Test;

/** One client reads 1 KB/s beside several fast ones. */
class SlowViewerIT {
    private static final int FAST = 3;
    private static final int SIZE = 64;
    private static final int FPS = 12;
    private static final int MOST_CREDIT = 32;
    private static final Duration TIME = Duration.ofSeconds(12);

    @Test
    void costsTheOthersNothingAndGetsFewButFreshViews() throws Exception {
        try (FakeServer server = new FakeServer(
                        SessionSettings.DEFAULTS,
                        AccessConfig.DEFAULTS,
                        InferenceSettings.DEFAULTS,
                        (device, number) -> new FakeHeadModel(call -> {}, FakeHeadModel.VERSION, SIZE));
                ThrottledLink link = new ThrottledLink(server.port(), 1e6);
                Spectator slow = Spectator.enter(link.port(), Codec.JPEG, SIZE, FPS, MOST_CREDIT)) {
            List<Spectator> fast = new ArrayList<>();
            for (int i = 0; i < FAST; i++) {
                fast.add(Spectator.enter(server.port(), Codec.JPEG, SIZE, FPS, MOST_CREDIT));
            }
            int before = slow.seen().size();
            link.carry(1024);
            List<CompletableFuture<Spectator>> looking =
                    fast.stream().map(one -> one.lookFor(TIME)).toList();
            slow.watch(TIME);
            looking.forEach(CompletableFuture::join);
            fast.forEach(Spectator::close);

            long lifted = Spectator.micros();
            link.carry(1e6);
            slow.watch(Duration.ofSeconds(3));
            List<Spectator.Seen> underWay = slow.seen().stream()
                    .filter(view -> view.atMicros() > lifted && view.header().timeMicros() < lifted - 150_000)
                    .toList();
            report(fast, slow.seen().subList(before, slow.seen().size()), underWay.size(), server);

            for (Spectator one : fast) {
                assertThat(sequences(one)).as("no view is lost").isEqualTo(counted(one));
                assertThat(one.seen().size()).isGreaterThan(slow.seen().size());
            }
            assertThat(sequences(slow)).isEqualTo(counted(slow));
            assertThat(underWay).as("views that queued on the way").hasSizeLessThanOrEqualTo(3);
            assertThat(server.metrics().work().drops(DropReason.VIEW_SKIPPED)).isPositive();
        }
    }

    private static List<Long> sequences(Spectator spectator) {
        return spectator.seen().stream().map(view -> view.header().sequence()).toList();
    }

    private static List<Long> counted(Spectator spectator) {
        return LongStream.rangeClosed(1, spectator.seen().size()).boxed().toList();
    }

    private static void report(List<Spectator> fast, List<Spectator.Seen> slow, int underWay, FakeServer server) {
        System.out.printf(
                "fast: %s views in %d s; slow: %d views, ages %s ms, %d under way at the end; %d skipped%n",
                fast.stream().map(one -> one.seen().size()).toList(),
                TIME.toSeconds(),
                slow.size(),
                slow.stream().map(view -> Math.round(view.ageMillis())).toList(),
                underWay,
                server.metrics().work().drops(DropReason.VIEW_SKIPPED));
    }
}
