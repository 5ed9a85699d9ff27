package org.balancehead.actors.inference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;

/** Tells Jackson how a {@link CameraPose} comes back from its matrix and lens; records need no telling. */
public final class CameraPoseModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    public CameraPoseModule() {
        setMixInAnnotation(CameraPose.class, Parts.class);
    }

    /** Stands beside the methods of the same name. */
    private interface Parts {
        @JsonCreator
        static CameraPose of(
                @JsonProperty("cameraToWorld") float[] cameraToWorld,
                @JsonProperty("intrinsics") Intrinsics intrinsics) {
            return CameraPose.of(cameraToWorld, intrinsics);
        }
    }
}
