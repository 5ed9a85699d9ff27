package org.balancehead.model.reference;

import java.util.Locale;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.pickle.PickledModule;

/** The architectures whose snapshots are read, told apart by the parts that they have. */
enum ReferenceFamily {
    EG3D,
    PANOHEAD,
    SPHEREHEAD,
    HYPLANEHEAD;

    private static final String HY_PLANE = "TriPlaneSingSphGenerator";
    private static final String TRI_PLANE = "TriPlaneGenerator";

    static ReferenceFamily of(PickledModule generator) {
        if (generator.className().startsWith(HY_PLANE)) {
            return HYPLANEHEAD;
        }
        if (!generator.className().equals(TRI_PLANE)) {
            throw new CheckpointException(
                    "The generator is a '%s': only snapshots of EG3D, PanoHead, SphereHead and HyPlaneHead can be imported."
                            .formatted(generator.className()));
        }
        if (generator.modules().containsKey("ConvA")) {
            return SPHEREHEAD;
        }
        return generator.modules().containsKey("bcg_synthesis") ? PANOHEAD : EG3D;
    }

    /** The name of the bundled preset of this family at its published size. */
    String presetName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
