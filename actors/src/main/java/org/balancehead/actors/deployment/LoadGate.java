package org.balancehead.actors.deployment;

import java.util.Optional;
import org.balancehead.actors.deployment.DeploymentReply.Refused;
import org.balancehead.actors.inference.ServedModel;
import org.jspecify.annotations.Nullable;

/** Whether another version may be loaded now, and whether one that was loaded fits this server. */
final class LoadGate {
    private @Nullable Integer imageSize;

    /** Why nothing may be loaded now. */
    Optional<Refused> whyNotNow(Versions versions, boolean checking) {
        if (checking || versions.in(ModelState.LOADING).isPresent()) {
            return notNow("Another version is being loaded: deploy again when it serves or was refused.");
        }
        Optional<Version> canary = versions.in(ModelState.CANARY);
        if (canary.isPresent()) {
            return notNow("Version %d is being tried: promote it, roll it back, or deploy again when that is settled."
                    .formatted(canary.get().number()));
        }
        return versions.room()
                ? Optional.empty()
                : notNow("%d versions besides the one that serves still have sessions: deploy again when one has gone."
                        .formatted(versions.maxOthers()));
    }

    /** Why a model that was loaded cannot be served; the first one says what fits. */
    Optional<String> whyNotServed(ServedModel model) {
        if (imageSize == null) {
            imageSize = model.imageSize();
        }
        return model.imageSize() == imageSize
                ? Optional.empty()
                : Optional.of(
                        "It renders %d², but the faces of this server's cameras are cut at %d²: restart the server with it."
                                .formatted(model.imageSize(), imageSize));
    }

    private static Optional<Refused> notNow(String sentence) {
        return Optional.of(new Refused(Refusal.NO_ROOM, sentence));
    }
}
