package org.balancehead.actors.session;

import java.time.Duration;
import java.util.OptionalLong;
import org.balancehead.model.camera.CameraPose;
import org.balancehead.model.camera.Intrinsics;
import org.balancehead.model.face.FacePose;
import org.balancehead.protocol.message.ViewMode;
import org.jspecify.annotations.Nullable;

/** Where a client looks from: turns a view mode, the time and the person's pose into a camera. */
final class ViewCamera {
    private ViewMode mode;
    private long sinceNanos;
    private final PosePhase phase = new PosePhase();
    private @Nullable FacePose pose;
    private long poseTimeMicros;
    private long poseCameNanos;

    ViewCamera(ViewMode mode, long nowNanos) {
        this.mode = mode;
        this.sinceNanos = nowNanos;
    }

    void look(ViewMode from, long nowNanos) {
        mode = from;
        sinceNanos = nowNanos;
    }

    /** Takes over the person's pose; returns whether that changes what is seen. */
    boolean follow(ViewStream.FollowPose seen, long nowNanos) {
        pose = seen.pose();
        poseTimeMicros = seen.timeMicros();
        poseCameNanos = seen.cameNanos();
        phase.came(nowNanos);
        return mode instanceof ViewMode.Mirror;
    }

    /** Whether a view would show a pose that none has shown. */
    boolean isFresh() {
        return mode instanceof ViewMode.Mirror && phase.isFresh();
    }

    /** How long a view that is due had better wait, so that it shows the next pose or comes evenly. */
    Duration hold(Duration period, long nowNanos) {
        return mode instanceof ViewMode.Mirror ? phase.hold(period, nowNanos) : Duration.ZERO;
    }

    /** The camera of a view that is made now. */
    CameraPose take(long nowNanos) {
        phase.shown(nowNanos);
        return at(nowNanos);
    }

    private CameraPose at(long nowNanos) {
        if (mode instanceof ViewMode.Orbit orbit) {
            double turns = (nowNanos - sinceNanos) * 1e-9 / orbit.periodSeconds();
            return CameraPose.orbit(360 * (turns - Math.floor(turns + 0.5)), orbit.pitch());
        }
        if (mode instanceof ViewMode.Fixed fixed) {
            return zoomed(fixed.yaw(), fixed.pitch(), fixed.zoom());
        }
        if (mode instanceof ViewMode.Camera camera) {
            return zoomed(camera.yaw(), camera.pitch(), camera.zoom());
        }
        return pose == null
                ? CameraPose.orbit(0, 0)
                : CameraPose.orbit(
                        pose.yawDegrees(),
                        pose.pitchDegrees(),
                        -pose.rollDegrees(),
                        CameraPose.HEAD_RADIUS,
                        Intrinsics.HEAD);
    }

    /** The capture time of the frame that a view reflects: only in mirror mode, else 0. */
    long reflectedTimeMicros() {
        return mode instanceof ViewMode.Mirror ? poseTimeMicros : 0;
    }

    /** When the frame that a view reflects came: only in mirror mode, when there was one. */
    OptionalLong reflectedCameNanos() {
        return mode instanceof ViewMode.Mirror && pose != null ? OptionalLong.of(poseCameNanos) : OptionalLong.empty();
    }

    private static CameraPose zoomed(double yaw, double pitch, double zoom) {
        return CameraPose.orbit(yaw, pitch, 0, CameraPose.HEAD_RADIUS, Intrinsics.HEAD.zoomed(zoom));
    }
}
