package org.balancehead.actors.deployment;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.deployment.DeploymentCoordinator.Command;
import org.balancehead.actors.inference.DeviceDispatcher;
import org.balancehead.actors.inference.DeviceStatus;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.metrics.LiveMetrics;

/** Gives each version its device, and takes it away. Confined to the coordinator. */
final class VersionDevices {
    /** The name under which metrics know what the version that serves runs on. */
    static final String RENDERER = "device";

    private final ActorContext<Command> context;
    private final InferenceSettings inference;
    private final ActorRef<DeviceStatus> statuses;
    private final LiveMetrics metrics;

    VersionDevices(
            ActorContext<Command> context,
            InferenceSettings inference,
            ActorRef<DeviceStatus> statuses,
            LiveMetrics metrics) {
        this.context = context;
        this.inference = inference;
        this.statuses = statuses;
        this.metrics = metrics;
    }

    /** Opens a version on a device of its own; {@code ended} is heard when that is over. */
    void load(Version version, Command ended) {
        Candidate candidate = version.candidate();
        int number = version.number();
        ActorRef<DeviceDispatcher.Command> device = context.spawnAnonymous(DeviceDispatcher.ofModel(
                name(number),
                () -> new WatchedModel(
                        GoldenHead.check(candidate.opening().open(number), candidate.floor()), version.figures()),
                inference,
                statuses,
                metrics));
        context.watchWith(device, ended);
        version.load(device);
    }

    /** Ends a version's device, when its last piece of work is done. */
    void free(Version version) {
        version.close();
        version.device().ifPresent(device -> device.tell(new DeviceDispatcher.Close()));
    }

    /** Whether a device's word is of that version's device. */
    static boolean isOf(DeviceStatus status, Version version) {
        return name(version.number()).equals(status.device()) && version.held() && !version.closing();
    }

    private static String name(int number) {
        return RENDERER + "-" + number;
    }
}
