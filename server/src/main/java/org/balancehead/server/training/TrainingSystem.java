package org.balancehead.server.training;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.balancehead.actors.training.RunEnd;
import org.balancehead.actors.training.RunPlan;
import org.balancehead.actors.training.TrainingRun;
import org.balancehead.actors.training.TrainingSettings;
import org.balancehead.server.config.ServerConfig;

/** Runs one training in an actor system of its own, to its end or to the process's. */
public final class TrainingSystem {
    /** What threads that are still at work when the run has ended get to come to an end. */
    private static final Duration CLEAN_UP = Duration.ofMinutes(1);

    private final ActorSystem<TrainingRun.Command> system;
    private final CompletableFuture<RunEnd> ended;

    private TrainingSystem(ActorSystem<TrainingRun.Command> system, CompletableFuture<RunEnd> ended) {
        this.system = system;
        this.ended = ended;
    }

    /**
     * Runs a training; returns when it has ended and is closed. When the process is told to end meanwhile (SIGTERM,
     * Ctrl-C), the run stops after its step, its state is saved, and the process ends: with 0 where that went well.
     *
     * @param lastWord hears how the run ended when the process is ending, too
     */
    public static RunEnd run(
            TrainingRun.Parts parts, RunPlan plan, TrainingSettings settings, Consumer<RunEnd> lastWord) {
        ActorSystem<TrainingRun.Command> system =
                ActorSystem.create(TrainingRun.create(parts, plan, settings), "training", ServerConfig.pekko());
        TrainingSystem running = new TrainingSystem(system, parts.ended());
        Thread hook = new Thread(() -> running.stop(lastWord), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        RunEnd end = running.await();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            parkUntilHalted();
        }
        lastWord.accept(end);
        return end;
    }

    /** Halts at the end, because the engine's library must not be taken down while a thread computes. */
    private void stop(Consumer<RunEnd> lastWord) {
        system.tell(new TrainingRun.Stop());
        RunEnd end = ended.join();
        lastWord.accept(end);
        Runtime.getRuntime().halt(end.good() ? 0 : 1);
    }

    private RunEnd await() {
        CompletableFuture<?> gone = system.getWhenTerminated().toCompletableFuture();
        RunEnd end = ended.join();
        try {
            gone.get(CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stillAtWork) {
            return end;
        } catch (ExecutionException | InterruptedException trouble) {
            throw new IllegalStateException("The training's actors could not be ended.", trouble);
        }
        return end;
    }

    private static void parkUntilHalted() {
        while (true) {
            LockSupport.park();
        }
    }
}
