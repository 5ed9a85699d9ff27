package org.balancehead.model.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsNumbersOfEitherOrder() throws IOException {
        NpzFile.FloatArray rows = read("'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)", 1, 2, 3, 4, 5, 6);
        NpzFile.FloatArray columns = read("'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)", 1, 4, 2, 5, 3, 6);

        assertThat(rows.shape()).containsExactly(2, 3);
        assertThat(rows.values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(columns.values()).containsExactly(rows.values());
        assertThat(rows.row(1).values()).containsExactly(4, 5, 6);
    }

    @Test
    void readsASingleNumber() throws IOException {
        assertThat(read("'descr': '<f4', 'fortran_order': False, 'shape': ()", 7)
                        .shape())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'descr': '<f4', 'fortran_order': False, 'shape': (3,)",
                "'descr': '|O', 'fortran_order': False, 'shape': (2,)",
                "nothing"
            })
    void refusesWhatIsNoWholeArray(String header) {
        assertThatThrownBy(() -> read(header, 1, 2))
                .isInstanceOf(UnusableFixtureException.class)
                .hasMessageEndingWith("'a' is no whole array of numbers.");
    }

    @Test
    void refusesAMissingFileAndAMissingArray() throws IOException {
        Path file = write("'descr': '<f4', 'fortran_order': False, 'shape': (1,)", 1);

        assertThatThrownBy(() -> NpzFile.read(folder.resolve("none.npz"))).hasMessageContaining("none.npz");
        assertThatThrownBy(() -> NpzFile.read(file).get("b")).hasMessage(file + " has no array 'b'.");
    }

    private NpzFile.FloatArray read(String header, float... numbers) throws IOException {
        return NpzFile.read(write(header, numbers)).get("a");
    }

    private Path write(String header, float... numbers) throws IOException {
        byte[] text = ("{" + header + ", }\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer npy =
                ByteBuffer.allocate(10 + text.length + 4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        npy.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        npy.putShort((short) text.length).put(text);
        for (float number : numbers) {
            npy.putFloat(number);
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(zipped)) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            zip.write(npy.array());
        }
        return Files.write(folder.resolve("a.npz"), zipped.toByteArray());
    }
}
