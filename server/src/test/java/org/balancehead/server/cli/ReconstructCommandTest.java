package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.face.Advice;
import org.balancehead.model.image.RgbImage;
import org.balancehead.server.reconstruction.ColourCodedAnalyzer;
import org.balancehead.server.reconstruction.FootageFiles;
import org.balancehead.server.reconstruction.ThreeRevisionsModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconstructCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter stdout = new StringWriter();
    private final StringWriter stderr = new StringWriter();

    @Test
    void saysWhereTheHeadIs() throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);

        int code = run(photo);

        assertThat(code).isZero();
        assertThat(stdout.toString())
                .startsWith(out() + " holds the head (23.0 dB, identity 0.80, ")
                .endsWith("open %s/orbit.mp4 or %s/contact.png.%n".formatted(out(), out()));
        assertThat(stderr.toString().lines())
                .containsExactly(
                        "Looked at the picture.", "Refined the head, 23.0 dB, identity 0.80.", "Rendered 165 views.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NO_FACE        | shows no face: give one that shows a person from the front.",
                "SEVERAL_FACES  | shows several faces: give one that shows one person only.",
                "TOO_DARK       | is too dark: bring more light to the face and take it again.",
                "TOO_BLURRED    | is blurred: hold still or clean the lens and take it again.",
                "COME_CLOSER    | shows the face too small: come closer to the camera.",
                "MOVE_BACK      | cuts the head off at its edge: move back until the whole head is seen.",
                "FACE_COVERED   | shows a face that is partly covered: show the whole face.",
                "LOOK_AT_CAMERA | shows the face turned away (yaw -35°): look straight into the camera once."
            })
    void refusesAPhotoThatCannotBeUsed(Advice advice, String sentence) throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), advice, -35);

        int code = run(photo);

        assertRefusal(code, photo + " " + sentence);
    }

    @Test
    void refusesAClipWithoutAFrontalFrameAndSaysWhatItSaw() throws IOException {
        Path clip = FootageFiles.clip(
                folder.resolve("me.mjpeg"),
                ColourCodedAnalyzer.picture(Advice.LOOK_AT_CAMERA, -50, 0.2),
                ColourCodedAnalyzer.picture(Advice.NO_FACE, 0, 0),
                ColourCodedAnalyzer.picture(Advice.NO_FACE, 0, 0),
                ColourCodedAnalyzer.picture(Advice.LOOK_AT_CAMERA, -30, 0.2));

        int code = run(clip);

        assertRefusal(
                code,
                clip + " has no frontal frame (the face's yaw is -50° to -30°): look straight into the camera once.");
    }

    @Test
    void refusesAClipWhoseFaceIsTurnedAwayAllTheTime() throws IOException {
        RgbImage turned = ColourCodedAnalyzer.picture(Advice.LOOK_AT_CAMERA, 50, 0.2);
        Path clip = FootageFiles.clip(folder.resolve("me.mjpeg"), turned, turned);

        int code = run(clip);

        assertRefusal(
                code, clip + " has no frontal frame (the face's yaw is +50°): look straight into the camera once.");
    }

    @Test
    void refusesPhotosOfWhichNoneIsFrontal() throws IOException {
        Path nobody = FootageFiles.photo(folder.resolve("a.png"), Advice.NO_FACE, 0);
        Path dark = FootageFiles.photo(folder.resolve("b.png"), Advice.TOO_DARK, 0);

        int code = run(nobody, dark);

        assertRefusal(
                code,
                "None of the 2 photos can be the frontal view (%s shows no face, %s is too dark): add one that looks at the camera."
                        .formatted(nobody, dark));
    }

    @Test
    void refusesAMissingFile() {
        Path nowhere = folder.resolve("nowhere.jpg");

        assertRefusal(run(nowhere), nowhere + " does not exist: check the path.");
    }

    @Test
    void refusesAFolder() {
        assertRefusal(run(folder), folder + " is not a file: give photos, or one clip.");
    }

    @Test
    void refusesEmptyFiles() throws IOException {
        Path photo = Files.createFile(folder.resolve("empty.jpg"));
        Path clip = Files.createFile(folder.resolve("empty.mp4"));

        assertRefusal(run(photo), photo + " is empty: give another picture.");
        assertRefusal(run(clip), clip + " is empty: give another clip.");
    }

    @Test
    void refusesBrokenFiles() throws IOException {
        byte[] png = Files.readAllBytes(FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0));
        Path photo = Files.write(folder.resolve("half.png"), Arrays.copyOf(png, png.length / 2));
        Path clip = Files.writeString(folder.resolve("broken.mp4"), "this is no clip");
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");

        assertRefusal(run(photo), photo + " is damaged or cut short: copy it again or give another picture.");
        assertRefusal(run(clip), clip + " is not a sound MP4, WebM, AVI or MJPEG clip: convert it or record it again.");
        assertRefusal(
                run(text),
                text
                        + " is neither a picture (JPEG, PNG) nor a clip (MP4, WebM, AVI, MJPEG): convert it to one of these.");
    }

    @Test
    void refusesAPhotoAboveFiftyMegapixels() throws IOException {
        byte[] png = Files.readAllBytes(FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0));
        Path photo = Files.write(folder.resolve("large.png"), claiming(png, 10_000, 6_000));

        int code = run(photo);

        assertRefusal(code, photo + " has 60 megapixels (10000×6000), the limit is 50: scale it down.");
    }

    @Test
    void readsAPhotoWhoseNameHasUmlauts() throws IOException {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "Set LC_ALL=C.UTF-8, as the launcher does.");
        Path photo = FootageFiles.photo(folder.resolve("Zoë Müller – ß.png"), Advice.OK, 0);

        int code = execute(
                photo.toString(), "--out", folder.resolve("Köpfe").toString(), "--checkpoint", folder.toString());

        assertThat(code).isZero();
        assertThat(names()).contains("Köpfe");
    }

    @Test
    void refusesAClipBesideOthers() throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);
        Path clip = FootageFiles.clip(folder.resolve("me.mjpeg"), ColourCodedAnalyzer.picture(Advice.OK, 0, 0.5));

        assertRefusal(run(photo, clip), clip + " is a clip: give one clip alone, or photos alone, of one person.");
    }

    @Test
    void refusesAFolderThatHoldsOtherFiles() throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);
        Files.writeString(Files.createDirectory(out()).resolve("thesis.txt"), "dear");

        int code = run(photo);

        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines())
                .containsExactly(out() + " holds other files: choose a new or an empty folder with --out.");
        assertThat(out().resolve("thesis.txt")).hasContent("dear");
    }

    @Test
    void refusesAnUnknownCheckpoint() throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);

        int code = execute(photo.toString(), "--out", out().toString(), "--checkpoint", "no-such");

        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines()).hasSize(1).first().asString().contains("no-such");
    }

    @Test
    void refusesAnUnusableCheckpoint() throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);
        ReconstructCommand broken = new ReconstructCommand(
                (checkpoint, device) -> {
                    throw new CheckpointException("generator.safetensors has another checksum: copy it again.");
                },
                size -> new ColourCodedAnalyzer());

        int code = execute(broken, photo.toString(), "--out", out().toString(), "--checkpoint", folder.toString());

        assertRefusal(code, "generator.safetensors has another checksum: copy it again.");
    }

    @ParameterizedTest
    @CsvSource({"0", "-3", "NaN", "1e9"})
    void refusesSecondsOutOfRange(String seconds) throws IOException {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);

        int code = run(photo.toString(), "--seconds", seconds);

        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines()).hasSize(1).first().asString().startsWith("--seconds ");
    }

    private Path out() {
        return folder.resolve("out");
    }

    /** Exit code 2, this one line on stderr, and nothing left behind. */
    private void assertRefusal(int code, String sentence) {
        assertThat(code).isEqualTo(2);
        assertThat(stderr.toString().lines()).containsExactly(sentence);
        assertThat(stdout.toString()).isEmpty();
        assertThat(names()).noneMatch(name -> name.equals("out") || name.startsWith("."));
        stderr.getBuffer().setLength(0);
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private int run(Path... inputs) {
        return run(Stream.of(inputs).map(Path::toString).toArray(String[]::new));
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", out().toString(), "--checkpoint", folder.toString()));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        ReconstructCommand command = new ReconstructCommand(
                (checkpoint, device) -> new ThreeRevisionsModel(), size -> new ColourCodedAnalyzer());
        return execute(command, arguments);
    }

    private int execute(ReconstructCommand command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("tried"));
        all.addAll(List.of(arguments));
        return BalanceHeadCommand.commandLine()
                .addSubcommand("tried", command)
                .setOut(new PrintWriter(stdout))
                .setErr(new PrintWriter(stderr))
                .execute(all.toArray(String[]::new));
    }

    /** A PNG with another size in its header, whose checksum decoders of headers do not look at. */
    private static byte[] claiming(byte[] png, int width, int height) {
        ByteBuffer.wrap(png, 16, 8).putInt(width).putInt(height);
        return png;
    }
}
