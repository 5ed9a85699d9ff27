package org.balancehead.model.checkpoint.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.balancehead.model.checkpoint.CheckpointException;

/** Reads a range of a snapshot's bytes from its beginning to its end. */
final class ByteReader {
    private final SnapshotBytes bytes;
    private final long end;
    private final ByteBuffer buffer;
    private long position;
    private long instruction;

    ByteReader(SnapshotBytes bytes, long begin, long end, int bufferBytes) {
        this.bytes = bytes;
        this.position = begin;
        this.instruction = begin;
        this.end = end;
        this.buffer = ByteBuffer.allocate((int) Math.min(bufferBytes, end - begin))
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /** Where the next byte lies in the file. */
    long position() {
        return position;
    }

    long remaining() {
        return end - position;
    }

    /** The next instruction's code; refusals name its place until the next one is read. */
    int instruction() {
        instruction = position;
        return unsigned8();
    }

    int unsigned8() {
        need(Byte.BYTES);
        position += Byte.BYTES;
        return buffer.get() & 0xff;
    }

    int unsigned16() {
        need(Short.BYTES);
        position += Short.BYTES;
        return buffer.getShort() & 0xffff;
    }

    int signed32() {
        need(Integer.BYTES);
        position += Integer.BYTES;
        return buffer.getInt();
    }

    long unsigned32() {
        return Integer.toUnsignedLong(signed32());
    }

    long signed64() {
        need(Long.BYTES);
        position += Long.BYTES;
        return buffer.getLong();
    }

    /** UTF-8 text of a given length in bytes. */
    String text(int length) {
        long begin = skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.read(begin, length))
                    .toString();
        } catch (CharacterCodingException damaged) {
            throw refusal("a text is no valid UTF-8: the file is damaged");
        }
    }

    /** Printable ASCII text up to the end of the line. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (int letter = unsigned8(); letter != '\n'; letter = unsigned8()) {
            if (letter < ' ' || letter > '~' || line.length() == Limits.NAME_LETTERS) {
                throw refusal("a name is longer than %d letters or not plain".formatted(Limits.NAME_LETTERS));
            }
            line.append((char) letter);
        }
        return line.toString();
    }

    /** Passes over bytes, and returns where they begin. */
    long skip(long length) {
        if (length < 0 || length > remaining()) {
            throw refusal("%d bytes should follow, but only %d are left: the file is cut short or damaged"
                    .formatted(length, remaining()));
        }
        long begin = position;
        position += length;
        if (length <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) length);
        } else {
            buffer.limit(0);
        }
        return begin;
    }

    /** Says what is wrong with the instruction that was read last. */
    CheckpointException refusal(String what) {
        return bytes.refusal(instruction, what);
    }

    private void need(int count) {
        if (buffer.remaining() >= count) {
            return;
        }
        if (remaining() < count) {
            throw bytes.refusal(position, "the pickle breaks off here: the file is cut short or damaged");
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), remaining()));
        bytes.read(position, buffer);
        buffer.flip();
    }
}
