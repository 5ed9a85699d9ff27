package org.balancehead.model.checkpoint;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Damages files at random, as transfers and attackers do. */
public final class Damage {
    private static final int MAX_CHANGES = 4;
    private static final int MAX_RANGE = 40;
    private static final int[] LENGTHS = {0, 1, 2, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff};

    private final Random random;

    public Damage(long seed) {
        this.random = new Random(seed);
    }

    /** A copy of some bytes with one to four changes. */
    public byte[] of(byte[] bytes) {
        byte[] damaged = bytes;
        int changes = 1 + random.nextInt(MAX_CHANGES);
        for (int i = 0; i < changes && damaged.length > 0; i++) {
            damaged = change(damaged);
        }
        return damaged;
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(MAX_RANGE));
        return switch (random.nextInt(9)) {
            case 0 -> set(bytes, at, bytes[at] ^ 1 << random.nextInt(Byte.SIZE));
            case 1 -> set(bytes, at, random.nextInt(256));
            case 2 -> set(bytes, at, bytes[random.nextInt(bytes.length)]);
            case 3 -> joined(bytes, at, new byte[0], to);
            case 4 -> joined(bytes, at, someBytes(), at);
            case 5 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
            case 6 -> Arrays.copyOf(bytes, at);
            case 7 -> withLength(bytes, at, LENGTHS[random.nextInt(LENGTHS.length)]);
            default -> swapped(bytes, at, random.nextInt(bytes.length));
        };
    }

    private byte[] someBytes() {
        byte[] some = new byte[1 + random.nextInt(MAX_RANGE)];
        random.nextBytes(some);
        return some;
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /** The bytes up to a place, others, and the bytes from a place on. */
    private static byte[] joined(byte[] bytes, int to, byte[] inserted, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + inserted.length);
        out.write(bytes, 0, to);
        out.writeBytes(inserted);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    private static byte[] withLength(byte[] bytes, int at, int length) {
        byte[] changed = bytes.clone();
        for (int i = at; i < Math.min(at + Integer.BYTES, bytes.length); i++) {
            changed[i] = (byte) (length >> (Byte.SIZE * (i - at)));
        }
        return changed;
    }

    /** With four bytes of one place at another and the other way round. */
    private static byte[] swapped(byte[] bytes, int one, int other) {
        byte[] changed = bytes.clone();
        int count = Math.min(Integer.BYTES, bytes.length - Math.max(one, other));
        System.arraycopy(bytes, one, changed, other, count);
        System.arraycopy(bytes, other, changed, one, count);
        return changed;
    }
}
