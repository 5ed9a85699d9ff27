package org.balancehead.actors.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.balancehead.actors.metrics.FrameAccount;
import org.balancehead.actors.metrics.FrameFate;
import org.balancehead.model.image.RgbImage;
import org.balancehead.protocol.frame.FrameHeader;
import org.jspecify.annotations.Nullable;

/** The one camera frame of a session that is looked at, and the account of all. Confined to the intake. */
final class FrameInHand {
    private final FrameAccount account;
    private @Nullable FrameHeader header;
    private @Nullable RgbImage picture;
    private boolean poseTold;
    private long cameNanos;
    private long beganNanos;

    FrameInHand(FrameAccount account) {
        this.account = account;
    }

    boolean isThere() {
        return header != null;
    }

    /** What it says of itself; there must be one. */
    FrameHeader header() {
        return requireNonNull(header);
    }

    /** When it came. */
    long cameNanos() {
        return cameNanos;
    }

    /** Decoding begins. */
    void begin(FrameHeader of, long came, long nowNanos) {
        header = of;
        cameNanos = came;
        beganNanos = nowNanos;
    }

    /** How long it has been in hand. */
    Duration age(long nowNanos) {
        return Duration.ofNanos(nowNanos - beganNanos);
    }

    void decoded(RgbImage image) {
        picture = image;
    }

    /** Its pixels; it must have been decoded. */
    RgbImage picture() {
        return requireNonNull(picture);
    }

    /** Whether the pose that it shows was told. */
    boolean isPoseTold() {
        return poseTold;
    }

    void poseTold() {
        poseTold = true;
    }

    /** It is done with: what it said of itself. */
    FrameHeader end(FrameFate fate) {
        FrameHeader ended = header();
        account.ended(fate);
        header = null;
        picture = null;
        poseTold = false;
        return ended;
    }
}
