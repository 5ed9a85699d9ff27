package org.balancehead.server.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.balancehead.model.face.Advice;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.image.RgbImage;
import org.balancehead.model.inversion.AvatarFile;
import org.balancehead.streaming.video.ClipReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconstructionTest {
    private static final Duration NO_LIMIT = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final ThreeRevisionsModel model = new ThreeRevisionsModel();
    private final HeardProgress progress = new HeardProgress();
    private final Reconstruction reconstruction = new Reconstruction(new ColourCodedAnalyzer(), model, progress);

    @Test
    void aPhotoBecomesAllTheFilesThatOthersRead() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 5);
        Path out = folder.resolve("out");

        reconstruction.run(List.of(photo), out, NO_LIMIT);

        assertThat(names(out))
                .containsExactlyInAnyOrder(
                        "input.png",
                        "mask.png",
                        "front.png",
                        "contact.png",
                        "views",
                        "orbit.mp4",
                        "head.avatar",
                        "report.json");
        assertThat(names(out.resolve("views")))
                .containsExactlyInAnyOrder(
                        "yaw_-150.png",
                        "yaw_-120.png",
                        "yaw_-090.png",
                        "yaw_-060.png",
                        "yaw_-030.png",
                        "yaw_+000.png",
                        "yaw_+030.png",
                        "yaw_+060.png",
                        "yaw_+090.png",
                        "yaw_+120.png",
                        "yaw_+150.png",
                        "yaw_+180.png");
        assertThat(ClipReader.countFrames(out.resolve("orbit.mp4"))).isEqualTo(144);
        assertThat(ImageFiles.read(out.resolve("contact.png")).width()).isGreaterThanOrEqualTo(8 * 32);
    }

    @Test
    void viewsAreRenderedFromTheSideThatTheirNameSays() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 5);
        Path out = folder.resolve("out");

        reconstruction.run(List.of(photo), out, NO_LIMIT);

        assertThat(grey(out.resolve("views/yaw_-090.png"))).isEqualTo(64);
        assertThat(grey(out.resolve("views/yaw_+000.png"))).isEqualTo(128);
        assertThat(grey(out.resolve("views/yaw_+090.png"))).isEqualTo(191);
        assertThat(grey(out.resolve("front.png"))).isEqualTo(131);
    }

    @Test
    void theReportHasItsAgreedNames() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 5);
        Path out = folder.resolve("out");

        reconstruction.run(List.of(photo), out, NO_LIMIT);

        JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
        assertThat(report.fieldNames()).toIterable().containsExactly("frontal", "stages", "seconds", "model");
        assertThat(report.path("frontal").path("file").asText()).isEqualTo(photo.toString());
        assertThat(report.path("frontal").path("index").asInt(-1)).isZero();
        assertThat(report.path("frontal").path("yawDegrees").asDouble()).isCloseTo(5, within(1e-4));
        assertThat(report.path("frontal").path("pitchDegrees").asDouble(-1)).isCloseTo(0, within(1e-4));
        assertThat(report.path("frontal").path("score").asDouble()).isEqualTo(0.8);
        assertThat(report.path("stages")).hasSize(4);
        JsonNode tuning = report.path("stages").get(3);
        assertThat(tuning.fieldNames()).toIterable().containsExactly("name", "seconds", "psnr", "identity");
        assertThat(tuning.path("name").asText()).isEqualTo("tuning");
        assertThat(tuning.path("seconds").asDouble()).isEqualTo(1);
        assertThat(tuning.path("psnr").asDouble()).isEqualTo(23);
        assertThat(report.path("model").toString())
                .isEqualTo("{\"name\":\"fake\",\"version\":\"7\",\"preset\":\"tiny\"}");
    }

    @Test
    void aClipGivesItsBestFrontalFrameAndOtherPoses() throws Exception {
        Path clip = FootageFiles.clip(
                folder.resolve("me.mjpeg"),
                ColourCodedAnalyzer.picture(Advice.LOOK_AT_CAMERA, -40, 0.3),
                ColourCodedAnalyzer.picture(Advice.OK, 10, 0.6),
                ColourCodedAnalyzer.picture(Advice.OK, 0, 0.9),
                ColourCodedAnalyzer.picture(Advice.LOOK_AT_CAMERA, 30, 0.4),
                ColourCodedAnalyzer.picture(Advice.NO_FACE, 0, 0));

        ReconstructionReport report = reconstruction.run(List.of(clip), folder.resolve("out"), NO_LIMIT);

        assertThat(report.frontal().index()).isEqualTo(2);
        assertThat(model.viewsOfTheLastInversion).isEqualTo(4);
        assertThat(progress.heard).contains("looked 5/5", "captured 4", "refined TUNING", "rendered 165/165");
    }

    @Test
    void aLongClipIsSeenInFortyFramesFromItsFirstToItsLast() throws Exception {
        RgbImage[] pictures = new RgbImage[100];
        Arrays.fill(pictures, ColourCodedAnalyzer.picture(Advice.OK, 0, 0.5));
        pictures[99] = ColourCodedAnalyzer.picture(Advice.OK, 0, 0.9);
        Path clip = FootageFiles.clip(folder.resolve("me.mjpeg"), pictures);

        ReconstructionReport report = reconstruction.run(List.of(clip), folder.resolve("out"), NO_LIMIT);

        assertThat(report.frontal().index()).isEqualTo(99);
        assertThat(progress.heard).contains("looked 40/40");
    }

    @Test
    void theBestAvatarIsSavedAndAllIsFreed() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);

        reconstruction.run(List.of(photo), folder.resolve("out"), NO_LIMIT);

        assertThat(AvatarFile.facts(folder.resolve("out/head.avatar"))
                        .revision()
                        .number())
                .isEqualTo(3);
        assertThat(model.open).isZero();
    }

    @Test
    void stopsRefiningAtTheLimitWithThePreviewAtLeast() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);

        ReconstructionReport report = reconstruction.run(List.of(photo), folder.resolve("out"), Duration.ZERO);

        assertThat(report.stages()).extracting(StageReport::name).containsExactly("encoder");
    }

    @Test
    void replacesAnEarlierResult() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);
        Path out = folder.resolve("out");
        reconstruction.run(List.of(photo), out, Duration.ZERO);

        reconstruction.run(List.of(photo), out, NO_LIMIT);

        assertThat(AvatarFile.facts(out.resolve("head.avatar")).revision().number())
                .isEqualTo(3);
        assertThat(names(folder)).containsExactlyInAnyOrder("me.png", "out");
    }

    @Test
    void aFailureLeavesTheEarlierResultAndNothingElse() throws Exception {
        Path photo = FootageFiles.photo(folder.resolve("me.png"), Advice.OK, 0);
        Path out = folder.resolve("out");
        reconstruction.run(List.of(photo), out, NO_LIMIT);
        model.failsToRender = true;

        assertThatThrownBy(() -> reconstruction.run(List.of(photo), out, NO_LIMIT))
                .hasMessage("The device is gone.");
        assertThat(AvatarFile.facts(out.resolve("head.avatar")).revision().number())
                .isEqualTo(3);
        assertThat(names(folder)).containsExactlyInAnyOrder("me.png", "out");
        assertThat(model.open).isZero();
    }

    private static int grey(Path picture) throws IOException {
        return ImageFiles.read(picture).channel(5, 5, 0);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
