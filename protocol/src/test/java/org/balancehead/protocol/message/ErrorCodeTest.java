package org.balancehead.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void hasTheNamesOfTheProtocolPage() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName))
                .containsExactly(
                        "bad-json",
                        "unknown-type",
                        "bad-field",
                        "bad-frame",
                        "frame-too-large",
                        "unsupported-codec",
                        "stale-frame",
                        "rate-exceeded",
                        "hello-expected",
                        "hello-repeated",
                        "no-avatar",
                        "keep-failed",
                        "avatar-expired",
                        "export-failed",
                        "resume-expired",
                        "unauthorised",
                        "overloaded",
                        "device-restarts",
                        "work-failed",
                        "device-failed",
                        "internal");
    }

    @Test
    void closesAsTheProtocolPageSays() {
        assertThat(ErrorCode.HELLO_EXPECTED.closeCode()).hasValue(CloseCode.POLICY);
        assertThat(ErrorCode.FRAME_TOO_LARGE.closeCode()).hasValue(CloseCode.TOO_LARGE);
        assertThat(ErrorCode.INTERNAL.closeCode()).hasValue(CloseCode.INTERNAL);
        assertThat(ErrorCode.OVERLOADED.closeCode()).hasValue(CloseCode.OVERLOADED);
        assertThat(ErrorCode.BAD_FRAME.closeCode()).isEmpty();
        assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::number))
                .containsExactly(1000, 1008, 1009, 1011, 1012, 1013);
    }
}
