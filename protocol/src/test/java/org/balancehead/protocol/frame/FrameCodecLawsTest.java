package org.balancehead.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.Parsed;

class FrameCodecLawsTest {
    @Property(tries = 2000)
    void framesSurviveTheirBytes(@ForAll("frames") Frame frame) {
        Parsed<Frame> parsed =
                FrameCodec.decode(FrameCodec.encode(frame), frame.header().kind());

        Frame decoded = ((Parsed.Accepted<Frame>) parsed).value();
        assertThat(decoded.header()).isEqualTo(frame.header());
        assertThat(decoded.payload()).isEqualTo(frame.payload());
    }

    @Property(tries = 10_000)
    void anyBytesAreAFrameOrARefusal(
            @ForAll @Size(max = 64) byte[] noise, @ForAll boolean plausible, @ForAll FrameKind expected) {
        if (plausible && noise.length > 2) {
            noise[0] = FrameHeader.VERSION;
            noise[1] = (byte) expected.number();
            noise[2] = (byte) Codec.JPEG.number();
        }

        Parsed<Frame> parsed = FrameCodec.decode(noise, expected);

        if (parsed instanceof Parsed.Refused<Frame> refused) {
            assertThat(refused.message()).isNotBlank();
        } else {
            Frame frame = ((Parsed.Accepted<Frame>) parsed).value();
            assertThat(frame.payload()).hasSize(noise.length - FrameHeader.BYTES);
        }
    }

    @Property
    void everySequenceNumberIsFollowedByANewerOne(@ForAll("sequences") long sequence) {
        long next = SequenceNumber.next(sequence);

        assertThat(next).isBetween(0L, SequenceNumber.MAX);
        assertThat(SequenceNumber.isNewer(next, sequence)).isTrue();
        assertThat(SequenceNumber.isNewer(sequence, next)).isFalse();
        assertThat(SequenceNumber.isNewer(sequence, sequence)).isFalse();
    }

    @Provide
    Arbitrary<Long> sequences() {
        return Arbitraries.longs().between(0, SequenceNumber.MAX);
    }

    @Provide
    Arbitrary<Frame> frames() {
        Arbitrary<Integer> sides = Arbitraries.integers().between(1, 0xffff);
        Arbitrary<FrameHeader> headers = Combinators.combine(
                        Arbitraries.of(FrameKind.class),
                        Arbitraries.of(Codec.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        sequences(),
                        Arbitraries.longs().greaterOrEqual(0),
                        sides,
                        sequences())
                .as((kind, codec, keyFrame, mirrored, sequence, time, side, revision) -> new FrameHeader(
                        kind, codec, keyFrame, mirrored, sequence, time, side, 0x10000 - side, revision, sequence));
        return Combinators.combine(
                        headers, Arbitraries.bytes().array(byte[].class).ofMinSize(1))
                .as(Frame::new);
    }
}
