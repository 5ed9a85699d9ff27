package org.balancehead.actors.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

    public static Behavior<Command> create(ArchiveSettings settings, SessionMetrics metrics) {
        Behavior<Command> archivist = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            if (settings.folder().isPresent()) {
                timers.startTimerWithFixedDelay(new SweepDue(), Duration.ZERO, settings.sweepPeriod());
            }
            return new AvatarArchivist(context, settings, metrics);
        }));
        return Behaviors.supervise(archivist).onFailure(SupervisorStrategy.restart());
    }

    private AvatarArchivist(ActorContext<Command> context, ArchiveSettings settings, SessionMetrics metrics) {
        super(context);
        this.archive = settings.folder().map(folder -> new AvatarArchive(folder, settings));
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
            AvatarArchive.Place place = files.keep(keep.avatar(), Instant.now());
            return new Kept(place.id(), place.expires());
        } catch (AvatarArchive.NotKeptException refused) {
            return new NotKept(String.valueOf(refused.getMessage()));
        } catch (IOException trouble) {
            getContext().getLog().warn("An avatar could not be kept: the disk is full, or fails");
            return new NotKept("The avatar could not be written: the server's disk is full, or fails.");
        }
    }

    private Behavior<Command> onDescribe(Describe describe) {
        Optional<AvatarFile.Facts> facts = archive.flatMap(files -> files.facts(describe.id()));
        describe.replyTo()
                .tell(new Description(
                        facts, facts.filter(AvatarArchivist::hasExpired).isPresent()));
        return this;
    }

    private Behavior<Command> onRead(Read read) {
        Optional<SavedAvatar> avatar = archive.filter(files -> files.facts(read.id())
                        .filter(known -> !hasExpired(known))
                        .isPresent())
                .flatMap(files -> files.read(read.id()));
        read.replyTo().tell(new ReadReply(avatar));
        return this;
    }

    private static boolean hasExpired(AvatarFile.Facts facts) {
        return facts.isOver(Instant.now());
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
                int swept = files.sweep(Instant.now());
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
