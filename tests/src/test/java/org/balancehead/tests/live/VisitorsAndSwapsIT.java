package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.fakes.FakeCheckpoints;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.model.DelegatingModel;
import org.balancehead.model.HeadModels;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.AlignedHead;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.model.inversion.Inversion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Visitors come and go while version after version is deployed, and nothing of either stays. The long form is
 * {@code -Dchurn.visits=1000 -Dchurn.swaps=20}; with {@code -Dchurn.checkpoint=default} the versions are that
 * checkpoint of the repository.
 */
@Tag("memory")
class VisitorsAndSwapsIT {
    private static final Logger LOG = LoggerFactory.getLogger(VisitorsAndSwapsIT.class);
    private static final int VISITS = Integer.getInteger("churn.visits", 40);
    private static final int SWAPS = Integer.getInteger("churn.swaps", 3);
    private static final Optional<String> CHECKPOINT = Optional.ofNullable(System.getProperty("churn.checkpoint"));
    private static final Path HOME = Path.of(System.getProperty("balancehead.home"));
    private static final long MOST_GROWTH = 100 * ResidentMemory.MEGABYTE;
    private static final int LEAKING_VISITS = 40;
    private static final int LEAK_A_VISIT = 4 << 20;

    @Test
    void keepNothingOfWhoCameAndOfWhatWasServed() throws Exception {
        Churn churn = CHECKPOINT.isPresent()
                ? new Churn(version(), MediaPipeFaceAnalyzer::open, Watcher.Sight.photo())
                : new Churn(version(), cropSize -> new FakeFaceAnalyzer(), Watcher.Sight.FAKE);

        churn.run(VISITS, SWAPS);

        LOG.info("{} visits, {} swaps: {}", VISITS, SWAPS, churn.report());
        assertThat(churn.residentGrowth()).isLessThanOrEqualTo(MOST_GROWTH);
        assertThat(churn.moreAlive()).isEmpty();
    }

    @Test
    void wouldBeSeenToKeepSomethingOfEachVisit() throws Exception {
        List<AlignedHead> heads = new CopyOnWriteArrayList<>();
        List<ByteBuffer> leaked = new CopyOnWriteArrayList<>();
        Candidate.Opening leaking = (device, number) -> new DelegatingModel(FakeCheckpoints.model(device, number)) {
            @Override
            public Inversion invert(List<AlignedHead> views) {
                heads.addAll(views);
                leaked.add(filled());
                return super.invert(views);
            }
        };
        Churn churn = new Churn(leaking, cropSize -> new FakeFaceAnalyzer(), Watcher.Sight.FAKE);

        churn.run(LEAKING_VISITS, 1);

        LOG.info("planted leak: {}", churn.report());
        assertThat(heads).hasSizeGreaterThanOrEqualTo(LEAKING_VISITS);
        assertThat(leaked).hasSizeGreaterThanOrEqualTo(LEAKING_VISITS);
        assertThat(churn.residentGrowth()).isGreaterThan(MOST_GROWTH);
        assertThat(churn.moreAlive()).containsKey(AlignedHead.class.getName());
    }

    private static Candidate.Opening version() {
        return CHECKPOINT
                .map(name ->
                        CheckpointRepository.of(HOME.resolve("checkpoints")).resolve(name))
                .<Candidate.Opening>map(folder -> (device, number) -> HeadModels.open(folder, device, number))
                .orElse(FakeCheckpoints::model);
    }

    /** Outside Java's heap, and written to, so that the machine has to give it. */
    private static ByteBuffer filled() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(LEAK_A_VISIT);
        while (buffer.hasRemaining()) {
            buffer.put((byte) 1);
        }
        return buffer;
    }
}
