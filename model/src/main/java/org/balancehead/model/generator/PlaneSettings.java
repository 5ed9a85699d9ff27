package org.balancehead.model.generator;

import org.balancehead.model.planes.HyPlane;
import org.balancehead.model.planes.PlaneRepresentation;
import org.balancehead.model.planes.SphereMap;

/**
 * Which planes a generator has.
 *
 * @param kind the representation
 * @param features at a point
 * @param side of a plane, in pixels
 * @param boxSide side of the cube that the planes span, in world units
 * @param sphereMap projection of the spherical map
 */
public record PlaneSettings(Kind kind, int features, int side, double boxSide, SphereMap sphereMap) {
    /** The representations. */
    public enum Kind {
        HY_PLANE
    }

    public PlaneSettings {
        if (features < 1 || side < 1 || !(boxSide > 0)) {
            throw new IllegalArgumentException("Planes need positive sizes.");
        }
    }

    PlaneRepresentation create() {
        return switch (kind) {
            case HY_PLANE -> new HyPlane(features, side, boxSide, sphereMap);
        };
    }
}
