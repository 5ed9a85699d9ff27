package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.balancehead.model.checkpoint.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are given instead of a snapshot, or that are too large. */
class OtherFilesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "PK\u0003\u0004abcdefgh, is a zip archive",
        "'@\0\0\0\0\0\0\0{\"a\":', is a safetensors file",
        "version https://git-lfs.github.com/spec/v1, is only a pointer to the file",
        "<!DOCTYPE html>, is a web page",
        "hello world, is no pickle",
        "\u0080\u0002\u008a, is a pickle of protocol 2",
        "\u0080\u0006., is a pickle of protocol 6",
        "\u0080, is a pickle of protocol 0"
    })
    void saysWhatAFileIsInstead(String content, String what) {
        assertThat(Refusals.of(folder, content.getBytes(StandardCharsets.ISO_8859_1)))
                .startsWith("s.pkl " + what);
    }

    @Test
    void saysThatAFileDoesNotExist() {
        assertThat(refusal(folder.resolve("none.pkl"), 100)).isEqualTo("none.pkl does not exist.");
    }

    @Test
    void refusesAFolder() {
        assertThat(refusal(folder, 100)).contains("cannot be read (");
    }

    @Test
    void refusesALargerFileThanSnapshotsAre() throws IOException {
        Path file = Files.write(folder.resolve("s.pkl"), new byte[101]);

        assertThat(refusal(file, 100)).isEqualTo("s.pkl has 101 bytes, but snapshots have at most 100.");
    }

    @Test
    void stopsUnpackingWhereMoreComesOutThanSnapshotsHave() throws IOException {
        byte[] packed = packed(new byte[10_000_000]);
        assertThat(packed).hasSizeLessThan(20_000);
        Path file = Files.write(folder.resolve("s.pkl"), packed);

        assertThat(refusal(file, 1_000_000))
                .isEqualTo("s.pkl unpacks to more than 1000000 bytes, the most that a snapshot may have.");
    }

    @Test
    void refusesADamagedPackedFile() throws IOException {
        byte[] packed = packed(Samples.complete());
        byte[] damaged = packed.clone();
        damaged[packed.length / 2] ^= 0x55;
        damaged[packed.length / 2 + 1] ^= 0x55;

        assertThat(Refusals.of(folder, damaged)).startsWith("s.pkl");
        assertThat(Refusals.of(folder, Arrays.copyOf(packed, packed.length - 9)))
                .isEqualTo("s.pkl is packed with gzip, but damaged or cut short: fetch it again.");
        assertThat(Refusals.of(folder, Arrays.copyOf(packed, 3))).contains("damaged or cut short");
    }

    @Test
    void looksIntoAPackedFile() throws IOException {
        assertThat(Refusals.of(folder, packed(new byte[] {'P', 'K', 3, 4}))).contains("is a zip archive");
        assertThat(Refusals.of(folder, packed(packed(Samples.complete())))).contains("is no pickle");
    }

    private static String refusal(Path file, long maxBytes) {
        return Refusals.sentence(catchThrowableOfType(
                CheckpointException.class, () -> Snapshot.open(file, maxBytes).close()));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
