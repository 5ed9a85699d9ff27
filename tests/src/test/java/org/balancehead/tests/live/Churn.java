package org.balancehead.tests.live;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.deployment.CanarySettings;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.DeploymentSettings;
import org.balancehead.actors.deployment.ModelState;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.session.SessionSettings;
import org.balancehead.server.config.AccessConfig;

/**
 * Visitors come and go, two at a time, while version after version is deployed; memory before and after is compared.
 */
final class Churn {
    private static final int LEAST_VISITS_TO_WARM_UP = 12;

    /** Of the visits that count: Java compiles what they need. */
    private static final double SHARE_TO_WARM_UP = 0.05;

    private static final Duration SWAP_TAKES = Duration.ofMinutes(10);
    private static final Duration UNTIL_FREED = Duration.ofSeconds(10);
    private static final SessionSettings QUICKLY_GONE =
            FakeServer.settings(Map.of("openings-per-minute", 100_000, "resume-window", "1 second"));
    private static final DeploymentSettings AT_ONCE =
            new DeploymentSettings(2, 2, MoveTolerance.DEFAULTS, CanarySettings.atOnce());

    private final Candidate.Opening version;
    private final AnalyzerOpener analyzer;
    private final Watcher.Sight sight;
    private int number = 1;
    private int moved;
    private long residentBefore;
    private long residentAfter;
    private Map<String, Long> moreAlive = Map.of();

    /**
     * Of versions that are all the same.
     *
     * @param sight what visitors' cameras see
     */
    Churn(Candidate.Opening version, AnalyzerOpener analyzer, Watcher.Sight sight) {
        this.version = version;
        this.analyzer = analyzer;
        this.sight = sight;
    }

    /** Lets so many come while so many versions are deployed, after some to warm up. */
    void run(int visits, int swaps) throws IOException, JMException, InterruptedException {
        try (FakeServer server = new FakeServer(
                QUICKLY_GONE, AccessConfig.DEFAULTS, InferenceSettings.DEFAULTS, AT_ONCE, version, analyzer)) {
            server.connect().close();
            comeWhileItSwaps(server, Math.max(LEAST_VISITS_TO_WARM_UP, (int) (visits * SHARE_TO_WARM_UP)));
            awaitThatAllAreGone(server);
            Map<String, Long> aliveBefore = LiveObjects.count();
            residentBefore = ResidentMemory.settled();
            for (int swap = 1; swap <= swaps; swap++) {
                comeWhileItSwaps(server, visits * swap / swaps - visits * (swap - 1) / swaps);
            }
            awaitThatAllAreGone(server);
            moreAlive = LiveObjects.awaitNoMoreThan(aliveBefore, UNTIL_FREED);
            residentAfter = ResidentMemory.settled();
            moved = server.metrics().versions().moved();
        }
    }

    /** How much more the process takes than before, in bytes. */
    long residentGrowth() {
        return residentAfter - residentBefore;
    }

    /** Of which classes more objects are alive than before, and how many. */
    Map<String, Long> moreAlive() {
        return moreAlive;
    }

    /** What was measured, for people. */
    String report() {
        return "resident %d → %d MB, more alive: %s, %d moves"
                .formatted(
                        residentBefore / ResidentMemory.MEGABYTE,
                        residentAfter / ResidentMemory.MEGABYTE,
                        moreAlive,
                        moved);
    }

    private void comeWhileItSwaps(FakeServer server, int visits) {
        CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> come(server, visits / 2));
        int alone = visits - visits / 2;
        come(server, alone / 2);
        int next = server.deploy("version-" + number, version);
        come(server, alone - alone / 2);
        beside.join();
        server.awaitState(number, ModelState.RETIRED, SWAP_TAKES);
        number = next;
    }

    private void come(FakeServer server, int visits) {
        for (int i = 0; i < visits; i++) {
            Visit.pay(server, sight, i % 2 == 0);
        }
    }

    private static void awaitThatAllAreGone(FakeServer server) {
        Patience.until("everybody is gone", () -> server.metrics().sessions().open() == 0);
    }
}
