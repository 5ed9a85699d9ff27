package org.balancehead.actors.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.balancehead.actors.metrics.SessionMetrics;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.model.inversion.SavedAvatar;

/**
 * Keeps avatars, gives them back, and deletes those that have expired, at its start and then periodically. Must run
 * where it may block. Refuses everything where no folder is set. Restarts when it fails; what it holds is in files.
 */
public final class AvatarArchivist extends AbstractBehavior<AvatarArchivist.Command> {
    public sealed interface Command {}

    /** What sessions and visitors ask. */
    public sealed interface Request extends Command {}

    /** Keep this. */
    public record Keep(SavedAvatar avatar, ActorRef<KeepReply> replyTo) implements Request {}

    /** What is known of that one? */
    public record Describe(AvatarId id, ActorRef<Description> replyTo) implements Request {}

    /** Give that one back; it stays kept. */
    public record Read(AvatarId id, ActorRef<ReadReply> replyTo) implements Request {}

    /** Delete that one now. */
    public record Delete(AvatarId id, ActorRef<DeleteReply> replyTo) implements Request {}

    private record SweepDue() implements Command {}

    public sealed interface KeepReply {}

    /** It is kept. */
    public record Kept(AvatarId id, Instant expires) implements KeepReply {}

    /** It is not; one sentence for the client. */
    public record NotKept(String sentence) implements KeepReply {}

    /**
     * What is known.
     *
     * @param facts empty when there is no such avatar
     * @param expired whether it is to be deleted, and is shown to nobody any more
     */
    public record Description(Optional<AvatarFile.Facts> facts, boolean expired) {}

    /** The avatar; empty when there is none to be shown. */
    public record ReadReply(Optional<SavedAvatar> avatar) {}

    public enum DeleteReply {
        DELETED,
        /** There is no such avatar. */
        ABSENT,
        /** Its file is still there: the disk fails. */
        FAILED
    }

    private final Optional<AvatarArchive> archive;
    private final ArchiveSettings settings;
    private final SessionMetrics metrics;

    /** One that goes by the clocks of this machine. */
    public static Behavior<Command> create(ArchiveSettings settings, SessionMetrics metrics) {
        return create(settings, metrics, InstantSource.system(), System::nanoTime);
    }

    /**
     * One that goes by other clocks.
     *
     * @param steadyNanos nanoseconds of a clock that never jumps
     */
    static Behavior<Command> create(
            ArchiveSettings settings, SessionMetrics metrics, InstantSource wall, LongSupplier steadyNanos) {
        Behavior<Command> archivist = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            if (settings.folder().isPresent()) {
                timers.startTimerWithFixedDelay(new SweepDue(), Duration.ZERO, settings.sweepPeriod());
            }
            // A timer may come a little early, so half a period must do.
            Lifetimes lifetimes =
                    new Lifetimes(wall, steadyNanos, settings.sweepPeriod().dividedBy(2));
            return new AvatarArchivist(context, settings, lifetimes, metrics);
        }));
        return Behaviors.supervise(archivist).onFailure(SupervisorStrategy.restart());
    }

    private AvatarArchivist(
            ActorContext<Command> context, ArchiveSettings settings, Lifetimes lifetimes, SessionMetrics metrics) {
        super(context);
        this.archive = settings.folder().map(folder -> new AvatarArchive(folder, settings, lifetimes));
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Keep.class, this::onKeep)
                .onMessage(Describe.class, this::onDescribe)
                .onMessage(Read.class, this::onRead)
                .onMessage(Delete.class, this::onDelete)
                .onMessage(SweepDue.class, due -> onSweepDue())
                .build();
    }

    private Behavior<Command> onKeep(Keep keep) {
        KeepReply reply = archive.map(files -> keep(files, keep))
                .orElseGet(() -> new NotKept("This server keeps no avatars: its operator has set no folder for them."));
        tellCount();
        keep.replyTo().tell(reply);
        return this;
    }

    private KeepReply keep(AvatarArchive files, Keep keep) {
        try {
            AvatarArchive.Place place = files.keep(keep.avatar());
            return new Kept(place.id(), place.expires());
        } catch (AvatarArchive.NotKeptException refused) {
            return new NotKept(String.valueOf(refused.getMessage()));
        } catch (IOException trouble) {
            getContext().getLog().warn("An avatar could not be kept: the disk is full, or fails");
            return new NotKept("The avatar could not be written: the server's disk is full, or fails.");
        }
    }

    private Behavior<Command> onDescribe(Describe describe) {
        Description description = archive.map(files -> {
                    Optional<AvatarFile.Facts> facts = files.facts(describe.id());
                    return new Description(
                            facts,
                            facts.filter(known -> files.isOver(describe.id(), known))
                                    .isPresent());
                })
                .orElseGet(() -> new Description(Optional.empty(), false));
        describe.replyTo().tell(description);
        return this;
    }

    private Behavior<Command> onRead(Read read) {
        Optional<SavedAvatar> avatar = archive.filter(files -> files.facts(read.id())
                        .filter(known -> !files.isOver(read.id(), known))
                        .isPresent())
                .flatMap(files -> files.read(read.id()));
        read.replyTo().tell(new ReadReply(avatar));
        return this;
    }

    private Behavior<Command> onDelete(Delete delete) {
        DeleteReply reply = archive.map(files -> delete(files, delete.id())).orElse(DeleteReply.ABSENT);
        tellCount();
        delete.replyTo().tell(reply);
        return this;
    }

    private DeleteReply delete(AvatarArchive files, AvatarId id) {
        try {
            return files.delete(id) ? DeleteReply.DELETED : DeleteReply.ABSENT;
        } catch (IOException trouble) {
            getContext().getLog().error("A kept avatar could not be deleted: the disk fails");
            return DeleteReply.FAILED;
        }
    }

    private Behavior<Command> onSweepDue() {
        archive.ifPresent(files -> {
            try {
                int swept = files.sweep();
                if (swept > 0) {
                    getContext().getLog().info("Kept avatars: {} have expired and are deleted", swept);
                }
            } catch (IOException trouble) {
                getContext().getLog().error("Kept avatars that have expired could not be deleted: the disk fails");
            }
        });
        tellCount();
        return this;
    }

    private void tellCount() {
        archive.ifPresent(files -> {
            try {
                metrics.avatarsKept(files.count(), settings.maxAvatars());
            } catch (IOException trouble) {
                getContext().getLog().error("Kept avatars cannot be counted: the disk fails");
            }
        });
    }
}
