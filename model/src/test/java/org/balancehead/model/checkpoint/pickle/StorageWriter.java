package org.balancehead.model.checkpoint.pickle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes a tensor's storage as torch did before 1.6; single parts can be changed. */
final class StorageWriter {
    private static final String KEY = "94120000";

    String type = "FloatStorage";
    String module = "torch";
    boolean littleEndian = true;
    long announced;
    long count;
    List<Object> keys = List.of(KEY);
    byte[] numbers;

    StorageWriter(float... values) {
        this.announced = values.length;
        this.count = values.length;
        this.numbers = new byte[Float.BYTES * values.length];
        ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    }

    byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new PickleWriter(2)
                .raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
                .stop());
        out.writeBytes(new PickleWriter(2).raw('M', 0xe9, 3).stop());
        out.writeBytes(new PickleWriter(2)
                .value(Map.of("protocol_version", 1001, "little_endian", littleEndian))
                .stop());
        out.writeBytes(new PickleWriter(2)
                .raw('(')
                .value("storage")
                .bytes(("c" + module + "\n" + type + "\n").getBytes(StandardCharsets.US_ASCII))
                .values(KEY, "cpu", announced)
                .raw('N', 't', 'Q')
                .stop());
        PickleWriter list = new PickleWriter(2).raw(']');
        keys.forEach(key -> list.value(key).raw('a'));
        out.writeBytes(list.stop());
        out.writeBytes(Samples.littleEndian(Long.BYTES, count));
        out.writeBytes(numbers);
        return out.toByteArray();
    }
}
