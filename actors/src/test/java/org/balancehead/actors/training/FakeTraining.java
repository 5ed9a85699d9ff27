package org.balancehead.actors.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.CheckpointWriter;
import org.balancehead.model.checkpoint.Manifest;
import org.balancehead.model.checkpoint.StoredTensor;
import org.balancehead.model.condition.ConditionKind;
import org.balancehead.model.training.Training;

/** A training of which a test says what happens at which step. Its loss is the step; its batch, too. */
final class FakeTraining implements Training<Integer> {
    private final int steps;
    private int step;

    /** Permits to take a step; plenty unless a test takes them away. */
    final Semaphore gate = new Semaphore(1_000_000);

    final List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final AtomicInteger drawn = new AtomicInteger();
    volatile IntFunction<Integer> drawing = index -> index;
    volatile Runnable taking = () -> {};
    volatile IntToDoubleFunction varieties = at -> 1;
    volatile boolean diskFull;
    volatile boolean closed;

    FakeTraining(int step, int steps) {
        this.step = step;
        this.steps = steps;
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public int picturesPerStep() {
        return 8;
    }

    @Override
    public void prepare(DoubleConsumer progress) {
        progress.accept(1);
    }

    @Override
    public Integer draw(int index) {
        drawn.incrementAndGet();
        return drawing.apply(index);
    }

    @Override
    public Map<String, Double> take(Integer batch) {
        gate.acquireUninterruptibly();
        taking.run();
        threads.add(Thread.currentThread());
        taken.add(batch);
        step++;
        return Map.of("loss", (double) batch);
    }

    @Override
    public Checkpoint save(Path state) {
        return write(state, "state", "1");
    }

    @Override
    public Checkpoint publish(Path target, String name, String version) {
        return write(target, name, version);
    }

    private Checkpoint write(Path target, String name, String version) {
        if (diskFull) {
            throw new CheckpointException("No space left on device");
        }
        try (CheckpointWriter writer = CheckpointWriter.begin(target)) {
            writer.tensors("generator.safetensors", Map.of("w", StoredTensor.of(new float[] {step}, 1)));
            Manifest.Condition condition = new Manifest.Condition(ConditionKind.NONE.word(), "none", 0);
            return writer.publish(Manifest.of(name, version, "fake", condition, Map.of("step", step), Map.of(), null));
        }
    }

    @Override
    public void drawSamples(Path picture) throws IOException {
        Files.writeString(picture, "step " + step);
    }

    @Override
    public double variety() {
        return varieties.applyAsDouble(step);
    }

    @Override
    public void close() {
        closed = true;
    }
}
