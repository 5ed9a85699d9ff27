package org.balancehead.actors.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.balancehead.model.training.BestCheckpoint;
import org.balancehead.model.training.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the best snapshot, and the one before it, which somebody may still be reading; removes the others. Sends each
 * better one on, one at a time, of which one may wait and a newer one takes its place; what is not taken never stops a
 * run. Lives where files may be waited for.
 */
final class Publisher extends AbstractBehavior<Publisher.Command> {
    sealed interface Command {}

    /** A snapshot with its figures. */
    record Offer(Path checkpoint, Map<String, Double> figures) implements Command {}

    /** A snapshot that nobody judged. */
    record Drop(Path checkpoint) implements Command {}

    /** Asks for {@link Idle} when nothing is on its way any more. */
    record Finish() implements Command {}

    private record Answered(CheckpointSink.Answer answer) implements Command {}

    private record NotReached(String reason) implements Command {}

    private record SendDue() implements Command {}

    sealed interface Report {}

    /** Something that people want to know. */
    record Said(String sentence) implements Report {}

    /** Nothing is on its way. */
    record Idle() implements Report {}

    private final TimerScheduler<Command> timers;
    private final RunFolder folder;
    private final Yardstick yardstick;
    private final Optional<CheckpointSink> sink;
    private final TrainingSettings settings;
    private final ActorRef<Report> run;
    private @Nullable BestCheckpoint best;
    private @Nullable Path before;
    private @Nullable Path sending;
    private @Nullable Path waiting;
    private int tries;
    private boolean finishing;

    static Behavior<Command> create(
            RunFolder folder,
            Yardstick yardstick,
            Optional<CheckpointSink> sink,
            TrainingSettings settings,
            ActorRef<Report> run) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Publisher publisher = new Publisher(context, timers, folder, yardstick, sink, settings, run);
            publisher.begin();
            return publisher;
        }));
    }

    private Publisher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RunFolder folder,
            Yardstick yardstick,
            Optional<CheckpointSink> sink,
            TrainingSettings settings,
            ActorRef<Report> run) {
        super(context);
        this.timers = timers;
        this.folder = folder;
        this.yardstick = yardstick;
        this.sink = sink;
        this.settings = settings;
        this.run = run;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Offer.class, this::onOffer)
                .onMessage(Drop.class, this::onDrop)
                .onMessage(Finish.class, finish -> onFinish())
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(NotReached.class, this::onNotReached)
                .onMessage(SendDue.class, due -> onSendDue())
                .build();
    }

    /** Takes up the best of earlier runs, by the same figure. */
    private void begin() throws IOException {
        best = BestCheckpoint.read(folder.path())
                .filter(found -> found.figure().equals(yardstick.figure()))
                .orElse(null);
    }

    private Behavior<Command> onOffer(Offer offer) {
        Double value = offer.figures().get(yardstick.figure());
        if (value == null || !Double.isFinite(value)) {
            remove(offer.checkpoint());
            say("%s cannot be compared: it has no figure %s, only %s."
                    .formatted(
                            name(offer.checkpoint()),
                            yardstick.figure(),
                            offer.figures().keySet()));
        } else if (best != null && !yardstick.better(value, best.value())) {
            remove(offer.checkpoint());
            say("%s: %s %.4f; the best stays %s with %.4f."
                    .formatted(
                            name(offer.checkpoint()),
                            yardstick.figure(),
                            value,
                            name(best.checkpoint()),
                            best.value()));
        } else {
            promote(offer.checkpoint(), value);
        }
        return this;
    }

    private void promote(Path checkpoint, double value) {
        Path second = before;
        before = best == null ? null : folder.path().resolve(best.checkpoint());
        best = new BestCheckpoint(folder.path().relativize(checkpoint), yardstick.figure(), value);
        try {
            best.write(folder.path());
        } catch (IOException trouble) {
            say("best.json could not be written: %s.".formatted(trouble.getMessage()));
        }
        if (second != null) {
            remove(second);
        }
        say("%s is the best so far: %s %.4f.".formatted(name(checkpoint), yardstick.figure(), value));
        if (sink.isPresent()) {
            waiting = checkpoint;
            sendNext();
        }
    }

    private Behavior<Command> onDrop(Drop drop) {
        remove(drop.checkpoint());
        return this;
    }

    private Behavior<Command> onFinish() {
        finishing = true;
        sendNext();
        return this;
    }

    private void sendNext() {
        if (sending != null) {
            return;
        }
        if (waiting != null) {
            sending = waiting;
            waiting = null;
            tries = 0;
            onSendDue();
        } else if (finishing) {
            run.tell(new Idle());
        }
    }

    private Behavior<Command> onSendDue() {
        Path checkpoint = sending;
        if (checkpoint != null && sink.isPresent()) {
            tries++;
            getContext()
                    .pipeToSelf(
                            sink.get().send(checkpoint),
                            (answer, trouble) -> trouble == null
                                    ? new Answered(answer)
                                    : new NotReached(String.valueOf(trouble.getMessage())));
        }
        return this;
    }

    private Behavior<Command> onAnswered(Answered answered) {
        if (answered.answer() instanceof CheckpointSink.Refused refused) {
            return sent("was refused: " + refused.sentence());
        }
        return sent("was sent");
    }

    private Behavior<Command> onNotReached(NotReached trouble) {
        if (waiting != null) {
            return sent("was not sent (%s); a better one is".formatted(trouble.reason()));
        }
        if (tries >= settings.maxSends()) {
            return sent("was not sent after %d tries (%s)".formatted(tries, trouble.reason()));
        }
        if (tries == 1 && sending != null) {
            say("%s could not be sent (%s): trying again.".formatted(name(sending), trouble.reason()));
        }
        timers.startSingleTimer(new SendDue(), delay());
        return this;
    }

    private Duration delay() {
        Duration doubled = settings.sendDelay().multipliedBy(1L << (tries - 1));
        return doubled.compareTo(settings.maxSendDelay()) < 0 ? doubled : settings.maxSendDelay();
    }

    private Behavior<Command> sent(String what) {
        if (sending != null) {
            say("%s %s.".formatted(name(sending), what));
        }
        sending = null;
        sendNext();
        return this;
    }

    private void remove(Path snapshot) {
        if (best != null && snapshot.equals(folder.path().resolve(best.checkpoint()))) {
            return;
        }
        try {
            RunFolder.remove(snapshot);
        } catch (IOException trouble) {
            say("%s could not be removed: %s.".formatted(snapshot, trouble.getMessage()));
        }
    }

    private static String name(Path checkpoint) {
        return String.valueOf(checkpoint.getFileName());
    }

    private void say(String sentence) {
        run.tell(new Said(sentence));
    }
}
