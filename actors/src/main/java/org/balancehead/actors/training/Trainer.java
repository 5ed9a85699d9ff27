package org.balancehead.actors.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.training.DivergedException;
import org.balancehead.model.training.LossCurves;
import org.balancehead.model.training.RunFolder;
import org.balancehead.model.training.Training;

/**
 * Owns the training, and writes the run's folder. Lives on a thread of its own, which it blocks; does one thing at a
 * time, and answers each with one report. What cannot be written is a report; any other failure ends it.
 */
final class Trainer extends AbstractBehavior<Trainer.Command> {
    sealed interface Command {}

    /** Does what comes before the first step. */
    record Prepare() implements Command {}

    /** Takes the next step. */
    record TakeStep(DrawnStep drawn) implements Command {}

    /** Writes points of the curves, and the plot where that is wanted. */
    record WritePoints(List<Point> points, boolean plot) implements Command {
        WritePoints {
            points = List.copyOf(points);
        }
    }

    /** Measures what is quick to measure, draws a sheet of samples and the plot of the curves. */
    record Look() implements Command {}

    /** Writes a state, and forgets older ones but those of {@link RunFolder#forgetStates}. */
    record Save(int well) implements Command {}

    /** Writes a checkpoint that can be served, and a copy of it, in place of what is there. */
    record Publish(Path target, Optional<Path> copy, String name, String version) implements Command {}

    /** Figures of one step. */
    record Point(int step, Map<String, Double> figures) {}

    sealed interface Report {}

    /** The one report that answers nothing: how far {@link Prepare} is. */
    record Preparing(double share) implements Report {}

    record Prepared() implements Report {}

    record Took(Map<String, Double> terms) implements Report {}

    record Recorded() implements Report {}

    record Looked(double variety, Map<String, Double> figures) implements Report {}

    record Saved(Path state) implements Report {}

    record Published(Path checkpoint) implements Report {}

    /** The training cannot go on. */
    record Diverged(String sentence) implements Report {}

    /** Something could not be written. */
    record NotWritten(Command what, String reason) implements Report {}

    private final Training<?> training;
    private final RunFolder folder;
    private final LossCurves curves;
    private final ActorRef<Report> run;

    static Behavior<Command> create(Training<?> training, RunFolder folder, ActorRef<Report> run) {
        return Behaviors.setup(context -> new Trainer(context, training, folder, run));
    }

    private Trainer(ActorContext<Command> context, Training<?> training, RunFolder folder, ActorRef<Report> run) {
        super(context);
        this.training = training;
        this.folder = folder;
        this.curves = new LossCurves(folder.path());
        this.run = run;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Prepare.class, prepare -> onWriting(prepare, this::prepare))
                .onMessage(TakeStep.class, this::onTakeStep)
                .onMessage(WritePoints.class, write -> onWriting(write, () -> write(write)))
                .onMessage(Look.class, look -> onWriting(look, this::look))
                .onMessage(Save.class, save -> onWriting(save, () -> save(save)))
                .onMessage(Publish.class, publish -> onWriting(publish, () -> publish(publish)))
                .onSignal(PostStop.class, signal -> onStopped())
                .build();
    }

    private Behavior<Command> onTakeStep(TakeStep take) {
        try {
            run.tell(new Took(take.drawn().take().get()));
        } catch (DivergedException diverged) {
            run.tell(new Diverged(String.valueOf(diverged.getMessage())));
        }
        return this;
    }

    private Behavior<Command> onWriting(Command what, Writing writing) {
        try {
            run.tell(writing.report());
        } catch (IOException | UncheckedIOException | CheckpointException trouble) {
            run.tell(new NotWritten(what, reason(trouble)));
        } catch (DivergedException diverged) {
            run.tell(new Diverged(String.valueOf(diverged.getMessage())));
        }
        return this;
    }

    private Report prepare() throws IOException {
        curves.keepUpTo(training.step());
        folder.forgetSnapshots();
        training.prepare(share -> run.tell(new Preparing(share)));
        return new Prepared();
    }

    private Report write(WritePoints write) throws IOException {
        for (Point point : write.points()) {
            curves.add(point.step(), point.figures());
        }
        if (write.plot()) {
            curves.plot();
        }
        return new Recorded();
    }

    private Report look() throws IOException {
        double variety = training.variety();
        Map<String, Double> figures = training.figures();
        curves.add(training.step(), Map.of("variety", variety));
        curves.add(training.step(), figures);
        training.drawSamples(folder.samples(training.step()));
        curves.plot();
        return new Looked(variety, figures);
    }

    private Report save(Save save) throws IOException {
        Path state = folder.state(training.step());
        if (!Files.exists(state)) {
            training.save(state);
            folder.forgetStates(save.well());
        }
        return new Saved(state);
    }

    private Report publish(Publish publish) throws IOException {
        RunFolder.replace(publish.target(), beside -> training.publish(beside, publish.name(), publish.version()));
        if (publish.copy().isPresent()) {
            RunFolder.replace(publish.copy().get(), beside -> RunFolder.copy(publish.target(), beside));
        }
        return new Published(publish.target());
    }

    /** As part of a sentence. */
    private static String reason(Exception trouble) {
        String message = trouble.getMessage();
        if (message == null) {
            return trouble.getClass().getSimpleName();
        }
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private Behavior<Command> onStopped() {
        training.close();
        return this;
    }

    /** Something that may fail because of the disk. */
    private interface Writing {
        Report report() throws IOException;
    }
}
