package org.balancehead.actors.fakes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.balancehead.actors.deployment.Candidate;
import org.balancehead.actors.deployment.CheckpointSource;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.evaluation.QualityFloor;

/** Has a checkpoint in each folder that it was told of, and refuses all others. */
public final class FakeCheckpoints implements CheckpointSource {
    private final Map<Path, Candidate.Opening> openings = new ConcurrentHashMap<>();
    private final List<Path> served = new CopyOnWriteArrayList<>();
    private volatile Runnable whileChecking = () -> {};

    /** The checkpoint that a test's server begins with. */
    public static Candidate candidate(Candidate.Opening opening) {
        return new Candidate("fake", "1", Path.of("first"), QualityFloor.NONE, opening);
    }

    /** A fake model of the number that it is opened as. */
    public static FakeHeadModel model(String device, int number) {
        return model(number, FakeHeadModel.SIZE);
    }

    /** One that renders views of that side. */
    public static FakeHeadModel model(int number, int size) {
        return new FakeHeadModel(
                call -> {}, new ModelVersion("fake", Integer.toString(number), number, "tiny", "digest"), size);
    }

    /** Has a checkpoint there from now on. */
    public void put(String folder, Candidate.Opening opening) {
        openings.put(Path.of(folder), opening);
    }

    /** Does that each time before it says whether there is one. */
    public void whileChecking(Runnable what) {
        whileChecking = what;
    }

    /** The folders of what it heard to serve, the first one first. */
    public List<Path> served() {
        return served;
    }

    @Override
    public void serves(Candidate candidate) {
        served.add(candidate.folder());
    }

    @Override
    public Candidate check(Path folder) {
        whileChecking.run();
        Candidate.Opening opening = openings.get(folder);
        if (opening == null) {
            throw new RefusedCheckpointException(
                    Refusal.BAD_CHECKPOINT, "There is no checkpoint folder %s.".formatted(folder));
        }
        return new Candidate("fake", "2", folder, QualityFloor.NONE, opening);
    }
}
