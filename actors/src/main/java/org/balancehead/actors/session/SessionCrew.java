package org.balancehead.actors.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.avatar.AvatarReconstruction;
import org.balancehead.actors.avatar.MoveTolerance;
import org.balancehead.actors.metrics.LiveMetrics;

/** The children of one session: what takes its frames, makes its avatar, and makes its views. */
record SessionCrew(
        ActorRef<CameraIntake.Command> intake,
        ActorRef<AvatarReconstruction.Command> reconstruction,
        ActorRef<ViewStream.Command> views) {
    /** Who hears what they report. */
    record Ears(
            ActorRef<IntakeEvent> intake,
            ActorRef<AvatarReconstruction.Event> reconstruction,
            ActorRef<ViewEvent> views) {}

    /** Spawns and watches them. */
    static SessionCrew spawn(
            ActorContext<?> session,
            Beginning how,
            SessionSettings settings,
            MoveTolerance tolerance,
            LiveMetrics metrics,
            Ears ears) {
        SessionId id = how.id();
        Devices devices = how.devices();
        return new SessionCrew(
                watched(
                        session,
                        CameraIntake.create(id, settings.limits(), devices.analyser(), ears.intake(), metrics),
                        "intake"),
                watched(
                        session,
                        AvatarReconstruction.create(
                                id, devices.renderer(), tolerance, settings.idleAfter(), ears.reconstruction()),
                        "reconstruction"),
                watched(
                        session,
                        ViewStream.create(
                                id, how.agreement(), devices.renderer(), settings.views(), ears.views(), metrics),
                        "views"));
    }

    private static <T> ActorRef<T> watched(ActorContext<?> session, Behavior<T> child, String name) {
        ActorRef<T> spawned = session.spawn(child, name);
        session.watch(spawned);
        return spawned;
    }
}
