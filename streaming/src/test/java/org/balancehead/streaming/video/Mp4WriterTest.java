package org.balancehead.streaming.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4WriterTest {
    @TempDir
    private Path folder;

    @Test
    void putsTheIndexBeforeThePictures() throws IOException {
        Path clip = Clips.mp4(folder.resolve("clip.mp4"), 64, 64, 5);

        String bytes = new String(Files.readAllBytes(clip), StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("moov")).isPositive().isLessThan(bytes.indexOf("mdat"));
        assertThat(bytes).contains("avc1");
    }

    @Test
    void replacesTheFileAndLeavesNothingElse() throws IOException {
        Path clip = Files.writeString(folder.resolve("clip.mp4"), "old");

        Clips.mp4(clip, 64, 64, 3);

        assertThat(ClipReader.countFrames(clip)).isEqualTo(3);
        assertThat(names()).containsExactly("clip.mp4");
    }

    @Test
    void closingBeforeTheEndLeavesNothing() throws IOException {
        try (Mp4Writer writer = new Mp4Writer(folder.resolve("clip.mp4"), 64, 64, 25)) {
            writer.write(Pictures.gradient(64, 64));
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        Path clip = folder.resolve("nowhere/clip.mp4");

        assertThatThrownBy(() -> new Mp4Writer(clip, 64, 64, 25))
                .isInstanceOf(IOException.class)
                .hasMessage(clip + " cannot be written: No such file or directory.");
    }

    @Test
    void refusesAFrameOfAnotherSize() throws IOException {
        try (Mp4Writer writer = new Mp4Writer(folder.resolve("clip.mp4"), 64, 64, 25)) {
            assertThatThrownBy(() -> writer.write(Pictures.gradient(32, 64)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The file's frames are 64×64, not 32×64.");
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
