package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DamagedSafetensorsTest {
    private static final String HEADER = "{'__metadata__':{},'a':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]},"
            + "'b':{'dtype':'F16','shape':[3],'data_offsets':[16,22]},"
            + "'c':{'dtype':'BF16','shape':[],'data_offsets':[22,24]}}";
    private static final int DATA_BYTES = 24;
    private static final byte[] WHOLE = SafetensorsTest.bytes(HEADER, DATA_BYTES);
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> TYPES = List.of("F32", "F16", "BF16", "I64", "f32", "", "F8_E4M3\n");
    private static final long[] NUMBERS = {
        -1,
        0,
        1,
        2,
        3,
        6,
        7,
        16,
        22,
        24,
        25,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 61,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @Property(tries = 3000)
    void damagedFilesAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        read(new Damage(seed).of(WHOLE));
    }

    @Property(tries = 3000)
    void headersThatLieAreRefusedOrTrue(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ObjectNode header = (ObjectNode) new ObjectMapper().readTree(HEADER.replace('\'', '"'));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            change((ObjectNode) header.get(NAMES.get(random.nextInt(NAMES.size()))), random);
        }

        read(SafetensorsTest.bytes(header.toString(), DATA_BYTES));
    }

    @Property(tries = 1)
    void theUndamagedFileIsRead() throws IOException {
        assertThat(read(WHOLE)).isTrue();
    }

    private boolean read(byte[] file) throws IOException {
        return GuardedReading.assertReadOrRefused(file, Safetensors::read);
    }

    private static void change(ObjectNode entry, Random random) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        ArrayNode shape = (ArrayNode) entry.get("shape");
        ArrayNode offsets = (ArrayNode) entry.get("data_offsets");
        switch (random.nextInt(5)) {
            case 0 -> entry.put("dtype", TYPES.get(random.nextInt(TYPES.size())));
            case 1 -> shape.insert(0, number);
            case 2 -> offsets.set(random.nextInt(offsets.size()), number);
            case 3 -> offsets.add(number);
            default -> shape.removeAll().add(number);
        }
    }
}
