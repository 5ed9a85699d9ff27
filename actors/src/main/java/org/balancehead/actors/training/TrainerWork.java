package org.balancehead.actors.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.balancehead.model.training.RunFolder;

/**
 * Gives the trainer one piece of work at a time: what is due between two steps, else the next step. Of the run's actor
 * alone.
 */
final class TrainerWork {
    private final RunFolder folder;
    private final RunPlan plan;
    private final RunBooks books;
    private final RunCrew crew;
    private boolean busy;

    TrainerWork(RunFolder folder, RunPlan plan, RunBooks books, RunCrew crew) {
        this.folder = folder;
        this.plan = plan;
        this.books = books;
        this.crew = crew;
    }

    /** Whether the trainer is at work. */
    boolean busy() {
        return busy;
    }

    /** The trainer reported what came of its work. */
    void done() {
        busy = false;
    }

    /** What comes before the first step. */
    void prepare() {
        order(new Trainer.Prepare());
    }

    private void order(Trainer.Command work) {
        busy = true;
        crew.trainer().tell(work);
    }

    /**
     * Gives the trainer what is due, unless it is at work or waits for a batch.
     *
     * @return true when nothing is left to do
     */
    boolean next() {
        while (!busy) {
            switch (books.schedule().next()) {
                case RECORD -> record(false);
                case LOOK -> order(new Trainer.Look());
                case SNAPSHOT -> snapshot();
                case SAVE -> save();
                case FINISH -> finish();
                case END -> {
                    return true;
                }
                case STEP -> {
                    Optional<DrawnStep> drawn = crew.readers().take();
                    if (drawn.isEmpty()) {
                        return false;
                    }
                    order(new Trainer.TakeStep(drawn.get()));
                }
            }
        }
        return false;
    }

    /** Has the points of the curves written, if there are any. */
    void record(boolean plot) {
        List<Trainer.Point> points = books.curves().take(books.ledger().step());
        if (!points.isEmpty()) {
            order(new Trainer.WritePoints(points, plot));
        }
    }

    private void snapshot() {
        publish(Optional.empty(), plan.version() + ".step" + books.ledger().step());
    }

    private void finish() {
        books.watcher()
                .say("step %d: making the checkpoint".formatted(books.ledger().step()));
        publish(Optional.of(books.ledger().checkpoint()), plan.version());
    }

    private void publish(Optional<Path> copy, String version) {
        order(new Trainer.Publish(folder.snapshot(books.ledger().step()), copy, plan.name(), version));
    }

    private void save() {
        if (books.schedule().ending() || !books.variety().inDoubt()) {
            order(new Trainer.Save(books.variety().well()));
        }
    }
}
