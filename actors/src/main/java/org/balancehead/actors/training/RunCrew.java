package org.balancehead.actors.training;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.balancehead.model.training.Training;

/**
 * The actors that work for a run, its children. The trainer and the readers are watched: who fails ends. The evaluator
 * and the publisher are restarted.
 */
record RunCrew(ActorRef<Trainer.Command> trainer, ReaderPool readers, Snapshots snapshots) {
    /** How each reports to the run. */
    record Lines(
            ActorRef<BatchReader.Drawn> reader,
            ActorRef<Trainer.Report> trainer,
            ActorRef<Evaluator.Report> evaluator,
            ActorRef<Publisher.Report> publisher) {}

    /** @param curves get the figures of what is judged */
    static RunCrew spawn(
            ActorContext<?> run,
            TrainingRun.Parts parts,
            RunPlan plan,
            TrainingSettings settings,
            RunCurves curves,
            Lines lines) {
        Training<?> training = parts.training();
        DispatcherSelector thread = DispatcherSelector.fromConfig(TrainingRun.THREAD);
        ReaderPool readers = new ReaderPool(
                () -> watched(run, run.spawnAnonymous(BatchReader.create(training, lines.reader()), thread)),
                new BatchWindow(training.step(), training.steps(), settings.batchesAhead()),
                settings);
        ActorRef<Trainer.Command> trainer =
                watched(run, run.spawn(Trainer.create(training, parts.folder(), lines.trainer()), "trainer", thread));
        ActorRef<Evaluator.Command> evaluator =
                run.spawn(restarted(Evaluator.create(parts.judge(), thread, lines.evaluator())), "evaluator");
        ActorRef<Publisher.Command> publisher = run.spawn(
                restarted(
                        Publisher.create(parts.folder(), plan.yardstick(), parts.sink(), settings, lines.publisher())),
                "publisher",
                DispatcherSelector.blocking());
        return new RunCrew(trainer, readers, new Snapshots(evaluator, publisher, curves));
    }

    private static <T> ActorRef<T> watched(ActorContext<?> run, ActorRef<T> child) {
        run.watch(child);
        return child;
    }

    private static <T> Behavior<T> restarted(Behavior<T> child) {
        return Behaviors.supervise(child).onFailure(SupervisorStrategy.restart());
    }
}
