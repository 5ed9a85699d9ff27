package org.balancehead.actors.training;

import java.util.Optional;

/**
 * Takes what the trainer reports into the run's books, and tells people what they should hear of it. Of the run's actor
 * alone.
 */
final class TrainerReports {
    private final TrainingSettings settings;
    private final RunBooks books;
    private final RunCrew crew;

    TrainerReports(TrainingSettings settings, RunBooks books, RunCrew crew) {
        this.settings = settings;
        this.books = books;
        this.crew = crew;
    }

    /** Returns how the run ends, if that ends it. */
    Optional<RunEnd> take(Trainer.Report report) {
        RunLedger ledger = books.ledger();
        if (report instanceof Trainer.Took took) {
            onTook(took);
        } else if (report instanceof Trainer.Saved saved) {
            ledger.saved(saved.state());
        } else if (report instanceof Trainer.Published published) {
            crew.snapshots().judge(ledger.step(), published.checkpoint());
        } else if (report instanceof Trainer.Looked looked) {
            return onLooked(looked);
        } else if (report instanceof Trainer.NotWritten trouble) {
            return onNotWritten(trouble);
        } else if (report instanceof Trainer.Diverged diverged) {
            return Optional.of(ledger.diverged(diverged.sentence()));
        }
        return Optional.empty();
    }

    private void onTook(Trainer.Took took) {
        RunLedger ledger = books.ledger();
        ledger.stepped();
        books.curves().add(took.terms());
        books.schedule().stepped(ledger.step());
        books.watcher()
                .stepped(new RunWatcher.Progress(
                        ledger.step(),
                        ledger.steps(),
                        books.picturesPerStep(),
                        books.curves().means(),
                        crew.readers().ahead()));
    }

    private Optional<RunEnd> onLooked(Trainer.Looked looked) {
        int step = books.ledger().step();
        say("step %d: variety %.3f%s; batches ahead %d of %d, checkpoints being judged %d of 2"
                .formatted(
                        step,
                        looked.variety(),
                        Figures.words(looked.figures()),
                        crew.readers().ahead(),
                        settings.batchesAhead(),
                        crew.snapshots().judging()));
        if (books.variety().collapsed(step, looked.variety())) {
            return Optional.of(books.ledger().collapsed(looked.variety(), settings.leastVariety()));
        }
        if (books.variety().inDoubt()) {
            say("The heads hardly differ: no state is saved until they do again.");
        }
        return Optional.empty();
    }

    private Optional<RunEnd> onNotWritten(Trainer.NotWritten trouble) {
        RunLedger ledger = books.ledger();
        if (trouble.what() instanceof Trainer.Prepare) {
            return Optional.of(ledger.notBegun(trouble.reason()));
        }
        if (trouble.what() instanceof Trainer.Save) {
            say(ledger.notSaved(trouble.reason()));
        } else {
            say("step %d: not everything could be written: %s.".formatted(ledger.step(), trouble.reason()));
        }
        if (trouble.what() instanceof Trainer.Publish publish && publish.copy().isPresent()) {
            ledger.notPublished(trouble.reason());
        }
        return Optional.empty();
    }

    private void say(String sentence) {
        books.watcher().say(sentence);
    }
}
