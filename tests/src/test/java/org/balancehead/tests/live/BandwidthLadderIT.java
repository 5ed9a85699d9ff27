package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.actors.fakes.FakeHeadModel;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.protocol.message.Codec;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.Test;

/** The connection goes from plenty to an eighth and back; views get smaller, and come back as agreed. */
class BandwidthLadderIT {
    private static final int SIZE = 256;
    private static final int FPS = 4; // so few that the link, not a busy machine, decides how long a view takes
    private static final int MOST_STEPS = 4;

    /** Of views that take about a second each on the narrow link: what a queue of them would exceed. */
    private static final double MOST_AGE_MILLIS = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void stepsDownWithTheConnectionAndUpAgain() throws Exception {
        try (FakeServer server = new FakeServer(
                        SessionSettings.DEFAULTS,
                        AccessConfig.DEFAULTS,
                        InferenceSettings.DEFAULTS,
                        (device, number) -> new FakeHeadModel(call -> {}, FakeHeadModel.VERSION, SIZE));
                ThrottledLink link = linkTo(server);
                Spectator viewer = Spectator.enter(link.port(), Codec.JPEG, SIZE, FPS, 32)) {
            viewer.watch(Duration.ofSeconds(1));
            double plenty =
                    2.5 * FPS * viewer.seen().get(viewer.seen().size() - 1).bytes();
            link.carry(plenty);
            viewer.watch(Duration.ofSeconds(3));
            watchUntilAsAgreed(viewer);

            long narrowed = Spectator.micros();
            link.carry(plenty / 8);
            viewer.watch(Duration.ofSeconds(16));
            long widened = Spectator.micros();
            link.carry(plenty);
            watchUntilAsAgreed(viewer);
            report(viewer, plenty, narrowed, widened);

            List<Integer> between = sizes(viewer, narrowed, widened);
            assertThat(between).as("sizes on the narrow link").contains(SIZE / 2);
            assertThat(between.subList(0, between.indexOf(SIZE / 2) + 1)).isSortedAccordingTo((a, b) -> b - a);
            List<Integer> all = sizes(viewer, Long.MIN_VALUE, Long.MAX_VALUE);
            assertThat(all).as("sizes, each change once").hasSizeBetween(3, 1 + MOST_STEPS);
            assertThat(viewer.seen())
                    .allSatisfy(view -> assertThat(view.ageMillis()).isLessThan(MOST_AGE_MILLIS));
            assertThat(viewer.seen())
                    .extracting(view -> view.header().sequence())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    /** When the server is ready: a link is for one connection, which must not be refused. */
    private static ThrottledLink linkTo(FakeServer server) throws IOException {
        server.connect().close();
        return new ThrottledLink(server.port(), 1e8);
    }

    private static void watchUntilAsAgreed(Spectator viewer) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lastSize(viewer) < SIZE && System.nanoTime() < deadline) {
            viewer.watch(Duration.ofMillis(250));
        }
        assertThat(lastSize(viewer)).as("the size agreed comes back").isEqualTo(SIZE);
    }

    private static int lastSize(Spectator viewer) {
        return viewer.seen().get(viewer.seen().size() - 1).header().width();
    }

    /** The sizes that came in that time, each change once. */
    private static List<Integer> sizes(Spectator viewer, long fromMicros, long untilMicros) {
        List<Integer> changes = new ArrayList<>();
        for (Spectator.Seen view : viewer.seen()) {
            int width = view.header().width();
            boolean within = view.atMicros() >= fromMicros && view.atMicros() < untilMicros;
            if (within && (changes.isEmpty() || changes.get(changes.size() - 1) != width)) {
                changes.add(width);
            }
        }
        return changes;
    }

    private static void report(Spectator viewer, double plenty, long narrowed, long widened) {
        System.out.printf(
                "the connection carries %.0f, then %.0f, then %.0f KB/s%n", plenty / 1e3, plenty / 8e3, plenty / 1e3);
        int width = SIZE;
        for (Spectator.Seen view : viewer.seen()) {
            if (view.header().width() != width) {
                long since = view.atMicros() < widened ? narrowed : widened;
                System.out.printf(
                        "%.2f s after it %s: %d → %d pixels%n",
                        (view.atMicros() - since) * 1e-6,
                        since == narrowed ? "narrowed" : "widened",
                        width,
                        view.header().width());
                width = view.header().width();
            }
        }
        double[] ages = viewer.seen().stream()
                .mapToDouble(Spectator.Seen::ageMillis)
                .sorted()
                .toArray();
        System.out.printf(
                "age of %d views: median %.0f, p95 %.0f, most %.0f ms%n",
                ages.length, ages[ages.length / 2], ages[(int) (ages.length * 0.95)], ages[ages.length - 1]);
    }
}
