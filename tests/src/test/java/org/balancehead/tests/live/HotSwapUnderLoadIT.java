package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.DropReason;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.protocol.frame.FrameHeader;
import org.balancehead.server.config.AccessConfig;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Version after version is deployed while many watch: everybody goes along, and nobody loses a view. The long form is
 * {@code -Dswap.sessions=20 -Dswap.swaps=20}; with {@code -Dswap.checkpoint=default} the versions are that checkpoint
 * of the repository, {@code -Dswap.slices=3} ends each of its inversions after so many slices, without which many
 * sessions take hours, and {@code -Dswap.fps} says how many views a second each watches. Times are printed, not held.
 */
class HotSwapUnderLoadIT {
    private static final Logger LOG = LoggerFactory.getLogger(HotSwapUnderLoadIT.class);
    private static final int SESSIONS = Integer.getInteger("swap.sessions", 8);
    private static final int SWAPS = Integer.getInteger("swap.swaps", 4);
    private static final int SLICES = Integer.getInteger("swap.slices", Integer.MAX_VALUE);
    private static final int FPS = Integer.getInteger("swap.fps", 24);
    private static final Optional<String> CHECKPOINT = Optional.ofNullable(System.getProperty("swap.checkpoint"));
    private static final Path HOME = Path.of(System.getProperty("balancehead.home"));
    private static final long CALM_NANOS = CHECKPOINT.isPresent() ? 20_000_000_000L : 3_000_000_000L;
    private static final double FRAME_MILLIS = 1000.0 / FPS;

    /** Real avatars of many sessions are made again in minutes. */
    private static final Duration MOVES_TAKE = Duration.ofMinutes(CHECKPOINT.isPresent() ? 30 : 1);

    private static final DeploymentSettings AT_ONCE =
            new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.atOnce());

    @Test
    void takesEverybodyAlongFromVersionToVersionWithoutLosingAView() throws IOException {
        SessionSettings places = FakeServer.settings(Map.of(
                "max",
                SESSIONS + 1,
                "max-per-address",
                SESSIONS + 1,
                "capacity.least-views-per-second",
                0.01,
                "capacity.longest-first-wait",
                "1 hour"));
        Watcher.Sight sight = CHECKPOINT.isPresent() ? Watcher.Sight.photo() : Watcher.Sight.FAKE;
        try (FakeServer server = CHECKPOINT.isPresent()
                ? new FakeServer(
                        places,
                        AccessConfig.DEFAULTS,
                        InferenceSettings.DEFAULTS,
                        AT_ONCE,
                        version(),
                        MediaPipeFaceAnalyzer::open)
                : new FakeServer(places, AccessConfig.DEFAULTS, AT_ONCE)) {
            List<Watcher> watchers = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                watchers.add(new Watcher(server, Watcher.hello(FPS), sight));
            }
            int unready = server.metrics().service().timesUnready();
            LockSupport.parkNanos(CALM_NANOS); // what is seen without swaps, for comparison
            long swapping = System.nanoTime();
            for (int swap = 1; swap <= SWAPS; swap++) {
                int number = server.deploy("version-" + swap, version());
                server.awaitState(number - 1, ModelState.RETIRED, MOVES_TAKE);
                watchers.forEach(watcher -> watcher.awaitViewOf(number));
            }
            List<List<Watcher.Seen>> seen = watchers.stream().map(Watcher::stop).toList();
            watchers.forEach(Watcher::close);

            seen.forEach(HotSwapUnderLoadIT::assertThatNothingIsMissing);
            assertThat(server.metrics().versions().moved()).isEqualTo(SESSIONS * SWAPS);
            assertThat(server.metrics().versions().stayed()).isZero();
            assertThat(server.metrics().versions().mostMoves()).isLessThanOrEqualTo(2);
            assertThat(server.metrics().service().timesUnready()).isEqualTo(unready);
            assertThat(server.metrics().work().drops(DropReason.DEVICE_FAILED)).isZero();
            assertThat(server.metrics().work().drops(DropReason.WORKER_CRASHED)).isZero();
            print(seen, swapping);
        }
    }

    private static Candidate.Opening version() {
        return CHECKPOINT
                .map(name ->
                        CheckpointRepository.of(HOME.resolve("checkpoints")).resolve(name))
                .<Candidate.Opening>map(
                        folder -> (device, number) -> new BriefModel(HeadModels.open(folder, device, number), SLICES))
                .orElse(FakeCheckpoints::model);
    }

    private static void assertThatNothingIsMissing(List<Watcher.Seen> seen) {
        List<FrameHeader> headers = seen.stream().map(Watcher.Seen::header).toList();
        assertThat(headers)
                .extracting(FrameHeader::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, headers.size()).boxed().toList());
        assertThat(headers).extracting(FrameHeader::revision).isSorted();
        assertThat(headers.stream().mapToLong(FrameHeader::model).distinct())
                .as("each version in turn")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, SWAPS + 1).boxed().toList());
        assertThat(headers).extracting(FrameHeader::model).isSorted();
        assertThat(changes(headers))
                .allSatisfy(pair -> assertThat(pair.get(1).revision())
                        .as("a new version shows a new revision")
                        .isGreaterThan(pair.get(0).revision()));
    }

    /** The views before and after each change of version. */
    private static List<List<FrameHeader>> changes(List<FrameHeader> headers) {
        List<List<FrameHeader>> changes = new ArrayList<>();
        for (int i = 1; i < headers.size(); i++) {
            if (headers.get(i).model() != headers.get(i - 1).model()) {
                changes.add(List.of(headers.get(i - 1), headers.get(i)));
            }
        }
        return changes;
    }

    private static void print(List<List<Watcher.Seen>> seen, long swapping) {
        double[] calm = gapsMillis(seen, Long.MIN_VALUE, swapping);
        double[] swaps = gapsMillis(seen, swapping, Long.MAX_VALUE);
        LOG.info(
                "{} sessions, {} swaps, {} views: gaps {} without swaps, {} with",
                SESSIONS,
                SWAPS,
                seen.stream().mapToInt(List::size).sum(),
                summary(calm),
                summary(swaps));
    }

    private static String summary(double[] sorted) {
        double longest = sorted[sorted.length - 1];
        long above = Arrays.stream(sorted).filter(gap -> gap > 2 * FRAME_MILLIS).count();
        return "p50 %.1f, p99 %.1f, longest %.1f ms (%.1f frame times), %.2f %% above two frame times"
                .formatted(
                        quantile(sorted, 0.5),
                        quantile(sorted, 0.99),
                        longest,
                        longest / FRAME_MILLIS,
                        100.0 * above / sorted.length);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) (sorted.length * share)];
    }

    /** Gaps between views of one watcher, of all of them, in order of size. */
    private static double[] gapsMillis(List<List<Watcher.Seen>> seen, long from, long until) {
        return seen.stream()
                .flatMapToDouble(views -> IntStream.range(1, views.size())
                        .filter(i ->
                                views.get(i - 1).nanos() >= from && views.get(i).nanos() < until)
                        .mapToDouble(
                                i -> (views.get(i).nanos() - views.get(i - 1).nanos()) * 1e-6))
                .sorted()
                .toArray();
    }
}
