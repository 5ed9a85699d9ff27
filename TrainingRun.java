package org.balancehead.actors.training;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
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
    private final TrainingSettings settings;
    private final RunBooks books;
    private final RunCrew crew;
    private final TrainerWork work;
    private final TrainerReports reports;
    private Phase phase = Phase.PREPARING;
    private boolean stopAsked;

    /** A run that begins at once. The system needs the dispatcher {@link #THREAD}. */
    public static Behavior<Command> create(Parts parts, RunPlan plan, TrainingSettings settings) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            RunBooks books = RunBooks.of(parts, plan, settings);
            RunCrew crew = RunCrew.spawn(
                    context,
                    parts,
                    plan,
                    settings,
                    books.curves(),
                    new RunCrew.Lines(
                            context.messageAdapter(BatchReader.Drawn.class, FromReader::new),
                            context.messageAdapter(Trainer.Report.class, FromTrainer::new),
                            context.messageAdapter(Evaluator.Report.class, FromEvaluator::new),
                            context.messageAdapter(Publisher.Report.class, FromPublisher::new)));
            TrainerWork work = new TrainerWork(parts.folder(), plan, books, crew);
            timers.startTimerWithFixedDelay(new SaveDue(), plan.saveEvery());
            plan.budget().ifPresent(budget -> timers.startSingleTimer(new BudgetSpent(), budget));
            crew.readers().ask();
            work.prepare();
            return new TrainingRun(context, timers, parts, settings, books, crew, work);
        }));
    }

    private TrainingRun(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Parts parts,
            TrainingSettings settings,
            RunBooks books,
            RunCrew crew,
            TrainerWork work) {
        super(context);
        this.timers = timers;
        this.parts = parts;
        this.settings = settings;
        this.books = books;
        this.crew = crew;
        this.work = work;
        this.reports = new TrainerReports(settings, books, crew);
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

    private Behavior<Command> onTrainer(FromTrainer from) {
        Trainer.Report report = from.report();
        if (report instanceof Trainer.Preparing preparing) {
            parts.watcher().preparing(preparing.share());
            return this;
        }
        work.done();
        if (report instanceof Trainer.Prepared) {
            phase = Phase.RUNNING;
        }
        Optional<RunEnd> end = reports.take(report);
        return end.isPresent() ? end(end.get()) : next();
    }

    private Behavior<Command> next() {
        if (phase == Phase.RUNNING && work.next()) {
            phase = Phase.FINISHING;
            timers.startSingleTimer(new EndOverdue(), settings.endDeadline());
        }
        return phase == Phase.FINISHING && !work.busy() ? conclude() : this;
    }

    /** After the trainer's last work: waits for what is being judged and sent, writes what came of it, ends. */
    private Behavior<Command> conclude() {
        if (stopAsked) {
            work.record(false);
            return work.busy() ? this : end(books.ledger().stopped());
        }
        if (crew.snapshots().judging() > 0) {
            return this;
        }
        work.record(true);
        if (!work.busy()) {
            crew.snapshots().finish();
        }
        return this;
    }

    private Behavior<Command> onReader(FromReader from) {
        crew.readers().put(from.drawn());
        return next();
    }

    private Behavior<Command> onEvaluator(FromEvaluator from) {
        crew.snapshots().judged(from.report()).ifPresent(this::say);
        return next();
    }

    private Behavior<Command> onPublisher(FromPublisher from) {
        if (from.report() instanceof Publisher.Said said) {
            say(said.sentence());
            return this;
        }
        return end(books.ledger().finished());
    }

    private Behavior<Command> onSaveDue() {
        books.schedule().wantSave();
        return this;
    }

    private Behavior<Command> onBudgetSpent() {
        if (!books.schedule().ending()) {
            books.schedule().finish();
        }
        return next();
    }

    private Behavior<Command> onStop() {
        stopAsked = true;
        if (phase == Phase.PREPARING) {
            return end(books.ledger().stoppedBeforeTheFirstStep());
        }
        books.schedule().stop();
        return next();
    }

    private Behavior<Command> onEndOverdue() {
        say("Judging and sending the last checkpoint takes longer than %d s: ended without."
                .formatted(settings.endDeadline().toSeconds()));
        return end(books.ledger().finished());
    }

    private Behavior<Command> onChildFailed(ChildFailed failed) {
        Throwable cause = failed.cause();
        if (!crew.readers().owns(failed.getRef())) { // the trainer: nobody else is watched
            return end(books.ledger().trainerDied(cause));
        }
        if (!crew.readers().replace(failed.getRef())) {
            return end(books.ledger().noBatches(cause));
        }
        say("A batch could not be drawn (%s): trying again.".formatted(cause));
        return this;
    }

    /** Whoever waits hears of it, whatever happened. */
    private Behavior<Command> onStopped() {
        parts.ended().complete(books.ledger().broken());
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
