package org.balancehead.streaming.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipReaderTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheFramesOfAnMp4InOrderWithTheirTimes() throws IOException {
        Path clip = Clips.mp4(folder.resolve("clip.mp4"), 96, 64, 12);

        List<VideoFrame> frames = Clips.frames(clip);

        assertThat(ClipReader.countFrames(clip)).isEqualTo(12);
        assertThat(frames).hasSize(12);
        for (int i = 0; i < 12; i++) {
            assertThat(frames.get(i).timeMicros()).isEqualTo(40_000L * i);
            assertThat(Pictures.difference(frames.get(i), Pictures.gradient(96, 64, i * 10, 0)))
                    .isLessThan(6);
        }
    }

    @Test
    void readsJpegsOneAfterAnother() throws IOException {
        Path clip = Clips.mjpeg(folder.resolve("clip.mjpeg"), 96, 64, 7);

        List<VideoFrame> frames = Clips.frames(clip);

        assertThat(ClipReader.countFrames(clip)).isEqualTo(7);
        assertThat(frames).hasSize(7);
        assertThat(Pictures.difference(frames.get(6), Pictures.gradient(96, 64, 60, 0)))
                .isLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"three-frames.avi", "three-frames.webm"})
    void readsOtherContainers(String name) throws IOException {
        Path clip = resource(name);

        List<VideoFrame> frames = Clips.frames(clip);

        assertThat(frames).hasSize(3);
        assertThat(Pictures.difference(frames.get(2), Pictures.gradient(96, 64, 20, 0)))
                .isLessThan(6);
    }

    /** The matrices as telephones write them (a, b, c, d), and where the stored top right corner is seen then. */
    @ParameterizedTest
    @CsvSource({"0, 1, -1, 0, 64, 96, 61, 93", "-1, 0, 0, -1, 96, 64, 2, 61", "0, -1, 1, 0, 64, 96, 2, 2"})
    void turnsFramesUprightAsTheFileSays(int a, int b, int c, int d, int width, int height, int x, int y)
            throws IOException {
        Path clip = Clips.mp4(folder.resolve("clip.mp4"), 96, 64, 2);
        Files.write(clip, turned(Files.readAllBytes(clip), a, b, c, d));

        VideoFrame frame = Clips.frames(clip).get(0);

        assertThat(frame.width()).isEqualTo(width);
        assertThat(frame.height()).isEqualTo(height);
        assertThat(channel(frame, x, y, 0)).isGreaterThan(225);
        assertThat(channel(frame, x, y, 1)).isLessThan(30);
    }

    @Test
    void refusesAMissingFile() {
        Path nowhere = folder.resolve("nowhere.mp4");

        assertThatThrownBy(() -> ClipReader.open(nowhere))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage(nowhere + " does not exist: check the path.");
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> ClipReader.open(folder))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage(folder + " is not a file: give a clip.");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.mp4"));

        assertThatThrownBy(() -> ClipReader.open(empty))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage(empty + " is empty: give another clip.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "#EXTM3U\n#EXTINF:1,\nhttp://example.invalid/a.ts\n",
                "ffconcat version 1.0\nfile /etc/hosts\n"
            })
    void refusesWhatIsNoClip(String content) throws IOException {
        Path text = Files.writeString(folder.resolve("clip.mp4"), content);

        assertThatThrownBy(() -> ClipReader.open(text))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage(text + " is not a sound MP4, WebM, AVI or MJPEG clip: convert it or record it again.");
    }

    @Test
    void refusesAnMp4WithoutItsIndex() throws IOException {
        byte[] whole = Files.readAllBytes(Clips.mp4(folder.resolve("clip.mp4"), 96, 64, 4));
        Path broken = Files.write(folder.resolve("broken.mp4"), Arrays.copyOf(whole, 200));

        assertThatThrownBy(() -> ClipReader.open(broken))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessageStartingWith(broken.toString());
    }

    @Test
    void givesTheFramesBeforeACut() throws IOException {
        byte[] whole = Files.readAllBytes(Clips.mjpeg(folder.resolve("clip.mjpeg"), 96, 64, 8));
        Path cut = Files.write(folder.resolve("cut.mjpeg"), Arrays.copyOf(whole, whole.length / 2));

        List<VideoFrame> frames = Clips.frames(cut);

        assertThat(frames).hasSizeBetween(3, 5);
    }

    @Test
    void refusesAClipThatIsTooLarge() throws IOException {
        Path clip = Clips.mjpeg(folder.resolve("wide.mjpeg"), 4112, 16, 1);

        assertThatThrownBy(() -> ClipReader.open(clip))
                .isInstanceOf(UnreadableMediaException.class)
                .hasMessage(clip + " is 4112×16, the limit is 4096 a side: scale it down.");
    }

    private static int channel(VideoFrame frame, int x, int y, int c) {
        return frame.rgb()[(y * frame.width() + x) * 3 + c] & 0xff;
    }

    /** Writes a matrix into the track header of an MP4. */
    private static byte[] turned(byte[] mp4, int a, int b, int c, int d) {
        int header = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer.wrap(mp4, header + 44, 20)
                .putInt(a << 16)
                .putInt(b << 16)
                .putInt(0)
                .putInt(c << 16)
                .putInt(d << 16);
        return mp4;
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/org/balancehead/streaming/video", name);
    }
}
