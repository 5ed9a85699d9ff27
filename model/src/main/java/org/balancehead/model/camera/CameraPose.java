package org.balancehead.model.camera;

import java.util.Arrays;

/** A camera of the head world: where it stands, how it is turned, and its intrinsics. Immutable. */
public final class CameraPose {
    /** Distance of the head world's cameras from the origin, in world units (design §8). */
    public static final double HEAD_RADIUS = 2.7;

    private final float[] cameraToWorld;
    private final Intrinsics intrinsics;

    private CameraPose(float[] cameraToWorld, Intrinsics intrinsics) {
        this.cameraToWorld = cameraToWorld;
        this.intrinsics = intrinsics;
    }

    /**
     * A camera from its matrix.
     *
     * @param cameraToWorld 16 numbers, row-major; columns are right, down, forward, position
     * @throws IllegalArgumentException when there are not 16 or one is not finite
     */
    public static CameraPose of(float[] cameraToWorld, Intrinsics intrinsics) {
        if (cameraToWorld.length != 16) {
            throw new IllegalArgumentException("A camera matrix has 16 numbers, not " + cameraToWorld.length + ".");
        }
        for (float entry : cameraToWorld) {
            if (!Float.isFinite(entry)) {
                throw new IllegalArgumentException(
                        "A camera matrix must be finite: " + Arrays.toString(cameraToWorld) + ".");
            }
        }
        return new CameraPose(cameraToWorld.clone(), intrinsics);
    }

    /** The camera of an EG3D label of 25 numbers: the matrix, then the 3×3 intrinsics, both row-major. */
    public static CameraPose ofLabel(float[] label) {
        if (label.length != 25) {
            throw new IllegalArgumentException("A camera label has 25 numbers, not " + label.length + ".");
        }
        return of(Arrays.copyOf(label, 16), new Intrinsics(label[16], label[20], label[18], label[21], label[17]));
    }

    /**
     * A camera on the sphere of {@link #HEAD_RADIUS} that looks at the origin, without roll.
     *
     * @param yawDegrees 0 sees the face, positive brings the head's own left side to view (the camera moves to +x)
     * @param pitchDegrees positive looks from above
     */
    public static CameraPose orbit(double yawDegrees, double pitchDegrees) {
        return orbit(yawDegrees, pitchDegrees, 0, HEAD_RADIUS, Intrinsics.HEAD);
    }

    /**
     * A camera on a sphere about the origin that looks at it.
     *
     * @param rollDegrees turns the camera about its axis; positive turns the picture counter-clockwise
     * @param radius distance from the origin in world units
     */
    public static CameraPose orbit(
            double yawDegrees, double pitchDegrees, double rollDegrees, double radius, Intrinsics intrinsics) {
        double a = Math.toRadians(yawDegrees);
        double b = Math.toRadians(pitchDegrees);
        double c = Math.toRadians(rollDegrees);
        double[] outward = {Math.sin(a) * Math.cos(b), Math.sin(b), Math.cos(a) * Math.cos(b)};
        double[] right = {Math.cos(a), 0, -Math.sin(a)};
        double[] down = {Math.sin(a) * Math.sin(b), -Math.cos(b), Math.cos(a) * Math.sin(b)};
        float[] m = new float[16];
        for (int i = 0; i < 3; i++) {
            m[i * 4] = (float) (Math.cos(c) * right[i] + Math.sin(c) * down[i]);
            m[i * 4 + 1] = (float) (Math.cos(c) * down[i] - Math.sin(c) * right[i]);
            m[i * 4 + 2] = (float) -outward[i];
            m[i * 4 + 3] = (float) (radius * outward[i]);
        }
        m[15] = 1;
        return new CameraPose(m, intrinsics);
    }

    /** 16 numbers, row-major; columns are right, down, forward, position. */
    public float[] cameraToWorld() {
        return cameraToWorld.clone();
    }

    public Intrinsics intrinsics() {
        return intrinsics;
    }

    /** EG3D's label: the matrix, then the 3×3 intrinsics, both row-major. */
    public float[] label() {
        float[] label = Arrays.copyOf(cameraToWorld, 25);
        label[16] = (float) intrinsics.focalX();
        label[17] = (float) intrinsics.skew();
        label[18] = (float) intrinsics.centreX();
        label[20] = (float) intrinsics.focalY();
        label[21] = (float) intrinsics.centreY();
        label[24] = 1;
        return label;
    }

    /** The camera that sees the mirrored world in a mirrored picture: left and right are exchanged. */
    public CameraPose mirrored() {
        float[] m = cameraToWorld.clone();
        for (int entry : new int[] {1, 2, 3, 4, 8}) {
            m[entry] = -m[entry];
        }
        return new CameraPose(m, intrinsics);
    }

    /** Where the camera stands as yaw, in degrees −180…180, as {@link #orbit} takes it. */
    public double yawDegrees() {
        return Math.toDegrees(Math.atan2(cameraToWorld[3], cameraToWorld[11]));
    }

    /** Where the camera stands as pitch, in degrees −90…90, as {@link #orbit} takes it. */
    public double pitchDegrees() {
        return Math.toDegrees(Math.atan2(cameraToWorld[7], Math.hypot(cameraToWorld[3], cameraToWorld[11])));
    }
}
