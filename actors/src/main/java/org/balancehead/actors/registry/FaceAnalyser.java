package org.balancehead.actors.registry;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.balancehead.actors.inference.AnalyzerOpener;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.InferenceSettings;
import org.balancehead.actors.inference.LocalDevices;
import org.balancehead.actors.inference.PoolStatus;
import org.balancehead.actors.metrics.LiveMetrics;
import org.jspecify.annotations.Nullable;

/** The devices that look for faces, for all versions together, a child of the registry. Confined to the registry. */
final class FaceAnalyser {
    /** Its name in metrics and thread names. */
    private static final String NAME = "face";

    private final ActorContext<?> context;
    private final AnalyzerOpener opener;
    private final InferenceSettings settings;
    private final ActorRef<PoolStatus> status;
    private final LiveMetrics metrics;
    private @Nullable ActorRef<DeviceRequest> device;

    FaceAnalyser(
            ActorContext<?> context,
            AnalyzerOpener opener,
            InferenceSettings settings,
            ActorRef<PoolStatus> status,
            LiveMetrics metrics) {
        this.context = context;
        this.opener = opener;
        this.settings = settings;
        this.status = status;
        this.metrics = metrics;
    }

    /** Begins with the first size that is asked for: all versions render at the same. */
    ActorRef<DeviceRequest> device(int cropSize) {
        if (device == null) {
            device = context.spawn(LocalDevices.ofAnalyzer(NAME, opener, cropSize, settings, status, metrics), NAME);
            context.watch(device);
        }
        return device;
    }

    /** Passes on how the device is; returns why nobody can be served any more, if so. */
    Optional<String> onStatus(PoolStatus told) {
        if (told instanceof PoolStatus.PoolReady) {
            metrics.service().partReady(NAME, true, "It takes work.");
        } else if (told instanceof PoolStatus.PoolDown down) {
            metrics.service().partReady(NAME, false, down.reason());
            if (down.forGood()) {
                return Optional.of("The face analyser failed repeatedly and is out of service.");
            }
        }
        return Optional.empty();
    }

    void close() {
        if (device != null) {
            device.tell(new DeviceRequest.Close());
        }
    }
}
