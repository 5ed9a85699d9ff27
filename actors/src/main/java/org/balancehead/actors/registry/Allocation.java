package org.balancehead.actors.registry;

import static java.util.Objects.requireNonNull;

import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.deployment.Serving;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;
import org.balancehead.actors.session.Devices;
import org.jspecify.annotations.Nullable;

/**
 * Which devices new sessions are given: those that serve, and a share of them those that are being tried. Sessions that
 * there are follow what serves. Confined to the registry.
 */
final class Allocation {
    private final Placements placements;
    private final IntFunction<ActorRef<DeviceRequest>> analyser;
    private @Nullable Devices serving;
    private @Nullable CanaryShare canary;

    /** @param analyser of faces, for views of that size */
    Allocation(Placements placements, IntFunction<ActorRef<DeviceRequest>> analyser) {
        this.placements = placements;
        this.analyser = analyser;
    }

    /** Whether there are any; once there are, it stays so. */
    boolean any() {
        return serving != null;
    }

    /** What the next new session is given. */
    Devices next() {
        return canary != null && canary.takesNext() ? canary.devices() : requireNonNull(serving);
    }

    void take(Serving change) {
        if (change instanceof Serving.NowServing now) {
            serving = devices(now.model(), now.devices());
            canary = null;
            placements.gather(serving);
        } else if (change instanceof Serving.Trying trying) {
            canary = new CanaryShare(devices(trying.model(), trying.devices()), trying.share());
        } else if (change instanceof Serving.TrialOver) {
            canary = null;
            if (serving != null) {
                placements.gather(serving);
            }
        }
    }

    private Devices devices(ServedModel model, ActorRef<DeviceRequest> device) {
        return new Devices(model, device, analyser.apply(model.imageSize()));
    }
}
