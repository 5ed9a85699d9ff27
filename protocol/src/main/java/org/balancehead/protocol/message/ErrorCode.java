package org.balancehead.protocol.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What went wrong, as clients read it; a code with a {@link CloseCode} ends the session. */
public enum ErrorCode implements WireNamed {
    BAD_JSON("bad-json", null),
    UNKNOWN_TYPE("unknown-type", null),
    BAD_FIELD("bad-field", null),
    BAD_FRAME("bad-frame", null),
    FRAME_TOO_LARGE("frame-too-large", CloseCode.TOO_LARGE),
    UNSUPPORTED_CODEC("unsupported-codec", CloseCode.POLICY),
    STALE_FRAME("stale-frame", null),
    RATE_EXCEEDED("rate-exceeded", CloseCode.POLICY),
    HELLO_EXPECTED("hello-expected", CloseCode.POLICY),
    HELLO_REPEATED("hello-repeated", null),
    NO_AVATAR("no-avatar", null),
    /** The avatar was not kept. */
    KEEP_FAILED("keep-failed", null),
    /** There is no kept avatar of that id: it has expired, was deleted, or never was. */
    AVATAR_EXPIRED("avatar-expired", null),
    EXPORT_FAILED("export-failed", null),
    RESUME_EXPIRED("resume-expired", null),
    UNAUTHORISED("unauthorised", CloseCode.POLICY),
    OVERLOADED("overloaded", CloseCode.OVERLOADED),
    /** A failed device is being restarted: what was seen stays, and the session goes on. */
    DEVICE_RESTARTS("device-restarts", null),
    /** A piece of the session's work came to nothing: what was seen stays, and the session goes on. */
    WORK_FAILED("work-failed", null),
    DEVICE_FAILED("device-failed", CloseCode.INTERNAL),
    INTERNAL("internal", CloseCode.INTERNAL);

    private final String wireName;
    private final @Nullable CloseCode closeCode;

    ErrorCode(String wireName, @Nullable CloseCode closeCode) {
        this.wireName = wireName;
        this.closeCode = closeCode;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    /** Whether the server closes after it. */
    public boolean fatal() {
        return closeCode != null;
    }

    /** How the server closes after it; empty when the session goes on. */
    public Optional<CloseCode> closeCode() {
        return Optional.ofNullable(closeCode);
    }
}
