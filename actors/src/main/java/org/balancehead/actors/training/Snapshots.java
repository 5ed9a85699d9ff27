package org.balancehead.actors.training;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What becomes of a run's checkpoints: each is judged, and what is better than all before is sent on. */
final class Snapshots {
    private final ActorRef<Evaluator.Command> evaluator;
    private final ActorRef<Publisher.Command> publisher;
    private final RunCurves curves;
    private int judging;
    private boolean finishing;

    /** @param curves get the figures */
    Snapshots(ActorRef<Evaluator.Command> evaluator, ActorRef<Publisher.Command> publisher, RunCurves curves) {
        this.evaluator = evaluator;
        this.publisher = publisher;
        this.curves = curves;
    }

    void judge(int step, Path checkpoint) {
        judging++;
        evaluator.tell(new Evaluator.Judge(step, checkpoint));
    }

    /** How many are being judged, or wait for it. */
    int judging() {
        return judging;
    }

    /** Takes a verdict; what people should hear of it, if anything. */
    Optional<String> judged(Evaluator.Report report) {
        judging--;
        Evaluator.Judge asked = report.asked();
        if (report instanceof Evaluator.Judged judged) {
            curves.add(new Trainer.Point(asked.step(), judged.figures()));
            publisher.tell(new Publisher.Offer(asked.checkpoint(), judged.figures()));
            return Optional.empty();
        }
        publisher.tell(new Publisher.Drop(asked.checkpoint()));
        return Optional.of(
                report instanceof Evaluator.NotJudged failed
                        ? "The checkpoint of step %d could not be judged: %s.".formatted(asked.step(), failed.reason())
                        : "The checkpoint of step %d was not judged: a newer one came.".formatted(asked.step()));
    }

    /** There will be no more: the publisher says when it is done. */
    void finish() {
        if (!finishing) {
            finishing = true;
            publisher.tell(new Publisher.Finish());
        }
    }
}
