package org.balancehead.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.ErrorCode;
import org.balancehead.protocol.message.Parsed;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final Frame FRAME = new Frame(
            new FrameHeader(
                    FrameKind.VIEW, Codec.H264, true, false, 0xfffffffeL, 0x0102030405060708L, 256, 0x1234, 7, 9),
            new byte[] {0x55});

    @Test
    void laysTheHeaderOutAsTheProtocolPageSays() {
        byte[] bytes = FrameCodec.encode(FRAME);

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("01020201" + "feffffff" + "0807060504030201" + "00013412" + "07000000" + "09000000" + "55");
    }

    @Test
    void refusesFramesThatEndBeforeTheirPayload() {
        assertThat(refusal(new byte[0])).contains("has 0 bytes").contains("header of 28");
        assertThat(refusal(new byte[28])).contains("has 28 bytes");
    }

    @Test
    void refusesHeadersThatAreWrongAndSaysWhere() {
        assertThat(refusal(changed(bytes -> bytes[0] = 2)))
                .isEqualTo("The frame header has version 2, but only 1 is spoken here.");
        assertThat(refusal(changed(bytes -> bytes[1] = 1))).contains("is of kind 1, but only 2");
        assertThat(refusal(changed(bytes -> bytes[2] = 5))).contains("names codec 5");
        assertThat(refusal(changed(bytes -> bytes[15] = -1))).contains("which no clock shows");
        assertThat(refusal(changed(bytes -> bytes[17] = 0))).contains("0×4660 pixels");
    }

    @Test
    void ignoresFlagsWithoutMeaning() {
        Parsed<Frame> parsed = FrameCodec.decode(changed(bytes -> bytes[3] |= (byte) 0xf0), FrameKind.VIEW);

        assertThat(((Parsed.Accepted<Frame>) parsed).value().header()).isEqualTo(FRAME.header());
    }

    private static byte[] changed(Consumer<byte[]> change) {
        byte[] bytes = FrameCodec.encode(FRAME);
        change.accept(bytes);
        return bytes;
    }

    private static String refusal(byte[] message) {
        Parsed.Refused<Frame> refused = (Parsed.Refused<Frame>) FrameCodec.decode(message, FrameKind.VIEW);
        assertThat(refused.code()).isEqualTo(ErrorCode.BAD_FRAME);
        return refused.message();
    }
}
