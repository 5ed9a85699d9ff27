package org.balancehead.actors.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.actors.training.RunSchedule.Task;
import org.balancehead.model.training.RunFolder;
import org.balancehead.model.training.Training;

/**
 * The guardian of one run: preparing → running → finishing → ended. Gives the trainer one piece of work at a time, and
 * decides which; tells people what happened; ends in one sentence.
 */
public final class TrainingRun extends AbstractBehavior<TrainingRun.Command> {
    /** The dispatcher of the trainer, the readers and the judge: a thread of its own for each. */
    public static final String THREAD = "training-thread";

    public sealed interface Command {}

    /** Ends the run after the step that is being taken, with its state saved. */
    public record Stop() implements Command {}

    private record FromTrainer(Trainer.Report report) implements Command {}

    private record FromReader(BatchReader.Drawn drawn) implements Command {}

    private record FromEvaluator(Evaluator.Report report) implements Command {}

    private record FromPublisher(Publisher.Report report) implements Command {}

    private record SaveDue() implements Command {}

    private record BudgetSpent() implements Command {}

    private record EndOverdue() implements Command {}

    /**
     * What a run is made of.
     *
     * @param training opened, and the run's from now on, to its close
     * @param judge measures snapshots
     * @param sink where better ones go, if anywhere
     * @param ended completed when the run has ended and all is written
     */
    public record Parts(
            Training<?> training,
            RunFolder folder,
            CheckpointJudge judge,
            Optional<CheckpointSink> sink,
            RunWatcher watcher,
            CompletableFuture<RunEnd> ended) {}

    private enum Phase {
        PREPARING,
        RUNNING,
        /** The trainer is done; the last checkpoint is being judged and sent. */
        FINISHING,
        ENDED
    }

    private final TimerScheduler<Command> timers;
    private final Parts parts;
    private final RunPlan plan;
    private final TrainingSettings settings;
    private final int pictures;
    private final RunLedger ledger;
    private final RunSchedule schedule;
    private final VarietyWatch variety;
    private final RunCurves curves = new RunCurves();
    private final ReaderPool readers;
    private final ActorRef<Trainer.Command> trainer;
    private final Snapshots snapshots;
    private Phase phase = Phase.PREPARING;
    private boolean trainerBusy;
    private boolean stopAsked;

    /** A run that begins at once. The system needs the dispatcher {@link #THREAD}. */
    public static Behavior<Command> create(Parts parts, RunPlan plan, TrainingSettings settings) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            TrainingRun run = new TrainingRun(context, timers, parts, plan, settings);
            run.begin();
            return run;
        }));
    }

    private TrainingRun(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Parts parts,
            RunPlan plan,
            TrainingSettings settings) {
        super(context);
        this.timers = timers;
        this.parts = parts;
        this.plan = plan;
        this.settings = settings;
        Training<?> training = parts.training();
        int step = training.step();
        int steps = training.steps();
        pictures = training.picturesPerStep();
        ledger = new RunLedger(
                step,
                steps,
                step > 0 ? parts.folder().state(step) : null,
                parts.folder().path().resolve(plan.name()));
        schedule = new RunSchedule(plan, settings.curveSteps(), step, steps);
        variety = new VarietyWatch(settings, step);
        DispatcherSelector thread = DispatcherSelector.fromConfig(THREAD);
        ActorRef<BatchReader.Drawn> drawn = context.messageAdapter(BatchReader.Drawn.class, FromReader::new);
        readers = new ReaderPool(
                () -> watched(context.spawnAnonymous(BatchReader.create(training, drawn), thread)),
                new BatchWindow(step, steps, settings.batchesAhead()),
                settings);
        trainer = watched(context.spawn(
                Trainer.create(
                        training, parts.folder(), context.messageAdapter(Trainer.Report.class, FromTrainer::new)),
                "trainer",
                thread));
        ActorRef<Evaluator.Command> evaluator = context.spawn(
                restarted(Evaluator.create(
                        parts.judge(), thread, context.messageAdapter(Evaluator.Report.class, FromEvaluator::new))),
                "evaluator");
        ActorRef<Publisher.Command> publisher = context.spawn(
                restarted(Publisher.create(
                        parts.folder(),
                        plan.yardstick(),
                        parts.sink(),
                        settings,
                        context.messageAdapter(Publisher.Report.class, FromPublisher::new))),
                "publisher",
                DispatcherSelector.blocking());
        snapshots = new Snapshots(evaluator, publisher, curves);
    }

    private <T> ActorRef<T> watched(ActorRef<T> child) {
        getContext().watch(child);
        return child;
    }

    private static <T> Behavior<T> restarted(Behavior<T> child) {
        return Behaviors.supervise(child).onFailure(SupervisorStrategy.restart());
    }

    private void begin() {
        timers.startTimerWithFixedDelay(new SaveDue(), plan.saveEvery());
        plan.budget().ifPresent(budget -> timers.startSingleTimer(new BudgetSpent(), budget));
        readers.ask();
        order(new Trainer.Prepare());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromTrainer.class, this::onTrainer)
                .onMessage(FromReader.class, this::onReader)
                .onMessage(FromEvaluator.class, this::onEvaluator)
                .onMessage(FromPublisher.class, this::onPublisher)
                .onMessage(SaveDue.class, due -> onSaveDue())
                .onMessage(BudgetSpent.class, spent -> onBudgetSpent())
                .onMessage(Stop.class, stop -> onStop())
                .onMessage(EndOverdue.class, overdue -> onEndOverdue())
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private void order(Trainer.Command work) {
        trainerBusy = true;
        trainer.tell(work);
    }

    private Behavior<Command> onTrainer(FromTrainer from) {
        Trainer.Report report = from.report();
        if (report instanceof Trainer.Preparing preparing) {
            parts.watcher().preparing(preparing.share());
            return this;
        }
        trainerBusy = false;
        if (report instanceof Trainer.Diverged diverged) {
            return end(ledger.diverged(diverged.sentence()));
        }
        if (report instanceof Trainer.NotWritten trouble && trouble.what() instanceof Trainer.Prepare) {
            return end(ledger.notBegun(trouble.reason()));
        }
        if (report instanceof Trainer.Looked looked && collapsed(looked)) {
            return end(ledger.collapsed(looked.variety(), settings.leastVariety()));
        }
        heed(report);
        return next();
    }

    private boolean collapsed(Trainer.Looked looked) {
        say("step %d: variety %.3f%s; batches ahead %d of %d, checkpoints being judged %d of 2"
                .formatted(
                        ledger.step(),
                        looked.variety(),
                        Figures.words(looked.figures()),
                        readers.ahead(),
                        settings.batchesAhead(),
                        snapshots.judging()));
        boolean collapsed = variety.collapsed(ledger.step(), looked.variety());
        if (variety.inDoubt() && !collapsed) {
            say("The heads hardly differ: no state is saved until they do again.");
        }
        return collapsed;
    }

    private void heed(Trainer.Report report) {
        if (report instanceof Trainer.Prepared) {
            phase = Phase.RUNNING;
        } else if (report instanceof Trainer.Took took) {
            ledger.stepped();
            curves.add(took.terms());
            schedule.stepped(ledger.step());
            parts.watcher()
                    .stepped(new RunWatcher.Progress(
                            ledger.step(), ledger.steps(), pictures, curves.means(), readers.ahead()));
        } else if (report instanceof Trainer.Saved saved) {
            ledger.saved(saved.state());
        } else if (report instanceof Trainer.Published published) {
            snapshots.judge(ledger.step(), published.checkpoint());
        } else if (report instanceof Trainer.NotWritten trouble) {
            onNotWritten(trouble);
        }
    }

    private void onNotWritten(Trainer.NotWritten trouble) {
        if (trouble.what() instanceof Trainer.Save) {
            say(ledger.notSaved(trouble.reason()));
        } else {
            say("step %d: not everything could be written: %s.".formatted(ledger.step(), trouble.reason()));
        }
        if (trouble.what() instanceof Trainer.Publish publish && publish.copy().isPresent()) {
            ledger.notPublished(trouble.reason());
        }
    }

    /** Gives the trainer what is due, unless it is at work. */
    private Behavior<Command> next() {
        while (!trainerBusy && phase == Phase.RUNNING) {
            Task task = schedule.next();
            switch (task) {
                case RECORD -> record(false);
                case LOOK -> order(new Trainer.Look());
                case SNAPSHOT -> order(snapshot());
                case SAVE -> save();
                case FINISH -> order(finish());
                case END -> {
                    phase = Phase.FINISHING;
                    timers.startSingleTimer(new EndOverdue(), settings.endDeadline());
                }
                case STEP -> {
                    Optional<DrawnStep> drawn = readers.take();
                    if (drawn.isEmpty()) {
                        return this;
                    }
                    order(new Trainer.TakeStep(drawn.get()));
                }
            }
        }
        return phase == Phase.FINISHING && !trainerBusy ? conclude() : this;
    }

    private void record(boolean plot) {
        List<Trainer.Point> points = curves.take(ledger.step());
        if (!points.isEmpty()) {
            order(new Trainer.WritePoints(points, plot));
        }
    }

    private Trainer.Publish snapshot() {
        return publish(Optional.empty(), plan.version() + ".step" + ledger.step());
    }

    private Trainer.Publish finish() {
        say("step %d: making the checkpoint".formatted(ledger.step()));
        return publish(Optional.of(ledger.checkpoint()), plan.version());
    }

    private Trainer.Publish publish(Optional<Path> copy, String version) {
        return new Trainer.Publish(parts.folder().snapshot(ledger.step()), copy, plan.name(), version);
    }

    private void save() {
        if (schedule.ending() || !variety.inDoubt()) {
            order(new Trainer.Save(variety.well()));
        }
    }

    /** After the trainer's last work: waits for what is being judged and sent, writes what came of it, ends. */
    private Behavior<Command> conclude() {
        if (stopAsked) {
            record(false);
            return trainerBusy ? this : end(ledger.stopped());
        }
        if (snapshots.judging() > 0) {
            return this;
        }
        record(true);
        if (!trainerBusy) {
            snapshots.finish();
        }
        return this;
    }

    private Behavior<Command> onReader(FromReader from) {
        readers.put(from.drawn());
        return next();
    }

    private Behavior<Command> onEvaluator(FromEvaluator from) {
        snapshots.judged(from.report()).ifPresent(this::say);
        return next();
    }

    private Behavior<Command> onPublisher(FromPublisher from) {
        if (from.report() instanceof Publisher.Said said) {
            say(said.sentence());
            return this;
        }
        return end(ledger.finished());
    }

    private Behavior<Command> onSaveDue() {
        schedule.wantSave();
        return this;
    }

    private Behavior<Command> onBudgetSpent() {
        if (!schedule.ending()) {
            schedule.finish();
        }
        return next();
    }

    private Behavior<Command> onStop() {
        stopAsked = true;
        if (phase == Phase.PREPARING) {
            return end(ledger.stoppedBeforeTheFirstStep());
        }
        schedule.stop();
        return next();
    }

    private Behavior<Command> onEndOverdue() {
        say("Judging and sending the last checkpoint takes longer than %d s: ended without."
                .formatted(settings.endDeadline().toSeconds()));
        return end(ledger.finished());
    }

    private Behavior<Command> onChildFailed(ChildFailed failed) {
        Throwable cause = failed.cause();
        if (!readers.owns(failed.getRef())) { // the trainer: nobody else is watched
            return end(ledger.trainerDied(cause));
        }
        if (!readers.replace(failed.getRef())) {
            return end(ledger.noBatches(cause));
        }
        say("A batch could not be drawn (%s): trying again.".formatted(cause));
        return this;
    }

    /** Whoever waits hears of it, whatever happened. */
    private Behavior<Command> onStopped() {
        parts.ended().complete(ledger.broken());
        return this;
    }

    private void say(String sentence) {
        parts.watcher().say(sentence);
    }

    private Behavior<Command> end(RunEnd how) {
        phase = Phase.ENDED;
        parts.ended().complete(how);
        return Behaviors.stopped();
    }
}
