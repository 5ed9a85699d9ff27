package org.balancehead.protocol.frame;

/** Arithmetic of sequence numbers: 32 bits without a sign, held in a {@code long}, wrapping (RFC 1982). */
public final class SequenceNumber {
    /** The largest 32-bit number without a sign. */
    public static final long MAX = 0xffff_ffffL;

    private SequenceNumber() {}

    public static long next(long sequence) {
        return (sequence + 1) & MAX;
    }

    /** Whether {@code candidate} comes after {@code reference}, going the shorter way round. */
    public static boolean isNewer(long candidate, long reference) {
        return (int) (candidate - reference) > 0;
    }
}
