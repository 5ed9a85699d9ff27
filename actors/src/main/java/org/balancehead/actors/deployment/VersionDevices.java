package org.balancehead.actors.deployment;

import java.io.IOException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.deployment.DeploymentCoordinator.Command;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.LocalDevices;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.metrics.LiveMetrics;
import org.balancehead.model.HeadModel;
import org.balancehead.model.evaluation.GoldenHead;

/** Gives each version its devices, and takes them away. Confined to the coordinator. */
final class VersionDevices {
    /** The name under which metrics know what the version that serves runs on. */
    static final String RENDERER = "device";

    private final ActorContext<Command> context;
    private final InferenceSettings inference;
    private final ActorRef<PoolStatus> statuses;
    private final LiveMetrics metrics;

    VersionDevices(
            ActorContext<Command> context,
            InferenceSettings inference,
            ActorRef<PoolStatus> statuses,
            LiveMetrics metrics) {
        this.context = context;
        this.inference = inference;
        this.statuses = statuses;
        this.metrics = metrics;
    }

    /** Opens a version on devices of its own; {@code ended} is heard when that is over. */
    void load(Version version, Command ended) {
        ActorRef<DeviceRequest> devices = context.spawnAnonymous(LocalDevices.ofModel(
                version.number(), device -> () -> open(version, device), inference, statuses, metrics));
        context.watchWith(devices, ended);
        version.load(devices);
    }

    private static HeadModel open(Version version, String device) throws IOException {
        Candidate candidate = version.candidate();
        HeadModel opened = candidate.opening().open(device, version.number());
        return new WatchedModel(GoldenHead.check(opened, candidate.floor()), version.figures());
    }

    /** Ends a version's devices, when their last pieces of work are done. */
    void free(Version version) {
        version.close();
        version.devices().ifPresent(devices -> devices.tell(new DeviceRequest.Close()));
    }

    /** Whether that is said of a version's devices. */
    static boolean isOf(PoolStatus status, Version version) {
        return status.number() == version.number() && version.held() && !version.closing();
    }
}
