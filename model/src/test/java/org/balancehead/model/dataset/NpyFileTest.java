package org.balancehead.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    private static final String HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        Path file = folder.resolve("a.npy");

        new NpyFile(2, 3, new float[] {1, 2, 3, 4, 5, -0.5f}).write(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(HEADER, 1, 2, 3, 4, 5, -0.5f));
    }

    @Test
    void readsTheBytesThatNumPyWrites() throws IOException {
        NpyFile npy = read(bytes(HEADER, 1, 2, 3, 4, 5, -0.5f));

        assertThat(npy.rows()).isEqualTo(2);
        assertThat(npy.columns()).isEqualTo(3);
        assertThat(npy.values()).containsExactly(1, 2, 3, 4, 5, -0.5f);
    }

    @Property(tries = 50)
    void givesBackWhatWasWritten(@ForAll @Size(12) float[] values, @ForAll @IntRange(min = 1, max = 4) int rows)
            throws IOException {
        Path file = Files.createTempFile("matrix", ".npy");

        new NpyFile(rows, 12 / rows, values).write(file);

        assertThat(read(Files.readAllBytes(file)).values()).containsExactly(values);
        assertThat(read(Files.readAllBytes(file)).rows()).isEqualTo(rows);
        Files.delete(file);
    }

    @Test
    void refusesAFileThatIsCutShort() {
        byte[] whole = bytes(HEADER, 1, 2, 3, 4, 5, 6);

        for (int length : new int[] {0, 5, 9, 60, 127, whole.length - 1}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
                    .isInstanceOf(UnusableDatasetException.class)
                    .hasMessageContaining("m.npy is cut short");
        }
    }

    @Test
    void refusesAFileThatGoesOn() {
        assertRefused(bytes(HEADER, 1, 2, 3, 4, 5, 6, 7), "goes on after its 2×3 numbers");
    }

    @Test
    void refusesMoreNumbersThanTheLimitBeforeItReadsAny() {
        assertRefused(bytes(HEADER.replace("2, 3", "999999999, 999999999")), "the limit is 268435456");
    }

    @Test
    void refusesOtherKindsOfNumbersOrdersShapesAndVersions() {
        byte[] second = bytes(HEADER, 1, 2, 3, 4, 5, 6);
        second[6] = 2;

        assertRefused(bytes(HEADER.replace("<f4", "<f8")), "not an npy file, version 1.0");
        assertRefused(bytes(HEADER.replace("False", "True")), "not an npy file");
        assertRefused(bytes(HEADER.replace("2, 3", "6,")), "not an npy file");
        assertRefused(bytes(HEADER + " ".repeat(2000)), "not an npy file");
        assertRefused(second, "not an npy file");
        assertRefused("PK and whatever follows".getBytes(StandardCharsets.US_ASCII), "not an npy file");
    }

    private static void assertRefused(byte[] bytes, String words) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("m.npy")
                .hasMessageContaining(words);
    }

    private static NpyFile read(byte[] bytes) throws IOException {
        return NpyFile.read(new ByteArrayInputStream(bytes), "m.npy");
    }

    /**
     * As {@code numpy.save} lays them out: the header is padded with blanks, so that numbers begin at a multiple of 64.
     */
    private static byte[] bytes(String header, float... numbers) {
        int end = (10 + header.length() + 1 + 63) / 64 * 64;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) (end - 10), (byte) ((end - 10) >> 8)});
        out.writeBytes((header + " ".repeat(end - 11 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        ByteBuffer values = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        values.asFloatBuffer().put(numbers);
        out.writeBytes(values.array());
        return out.toByteArray();
    }
}
