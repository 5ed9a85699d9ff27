package org.balancehead.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class DamagedSafetensorsTest {
    private static final byte[] WELL_FORMED = SafetensorsTest.bytes(
            "{'__metadata__':{},'a':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]},"
                    + "'b':{'dtype':'F16','shape':[3],'data_offsets':[16,22]}}",
            22);

    private Path scratch = Path.of("none");

    @BeforeProperty
    void makeTheScratchFile() throws IOException {
        scratch = Files.createTempFile("balancehead", ".safetensors");
    }

    @AfterProperty
    void removeTheScratchFile() throws IOException {
        Files.delete(scratch);
    }

    @Property(tries = 4000)
    void damagedFilesAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] damaged = damage(WELL_FORMED, random);
        Files.write(scratch, damaged);

        Map<String, StoredTensor> read = readOrRefuse(scratch);

        assertThat(read.values())
                .allSatisfy(tensor -> assertThat(tensor.values().length).isLessThan(damaged.length));
    }

    private static Map<String, StoredTensor> readOrRefuse(Path file) {
        try {
            return Safetensors.read(file);
        } catch (CheckpointException refused) {
            assertThat(refused.getMessage()).endsWith(".").doesNotContain("null");
            return Map.of();
        }
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            damaged[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) ('0' + random.nextInt(10));
        }
        List<byte[]> lengths =
                List.of(damaged, Arrays.copyOf(damaged, random.nextInt(damaged.length)), Arrays.copyOf(damaged, 300));
        return lengths.get(random.nextInt(lengths.size()));
    }
}
