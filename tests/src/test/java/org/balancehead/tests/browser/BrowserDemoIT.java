package org.balancehead.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.model.face.MediaPipeFaceAnalyzer;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole product: the default checkpoint, the page, a webcam that plays the bundled clip. */
class BrowserDemoIT {
    @TempDir
    private static Path folder;

    private static BalanceHeadServer server;
    private static Path webcam;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        ServerConfig config =
                ServerConfig.load(Map.of("balancehead.http.port", 0, "balancehead.admin.port", 0), Optional.empty());
        Path checkpoint = CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint());
        server = BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(checkpoint),
                MediaPipeFaceAnalyzer::open,
                AdminToken.of(Optional.empty(), config.admin().http()));
        url = "http://localhost:%d/".formatted(server.address().getPort());
        webcam = folder.resolve("webcam.mjpeg");
        WebcamClip.write(config.demoClip(), webcam);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsTheHeadOfWhomTheWebcamSeesFromOneSideAfterTheOther() throws IOException {
        try (Browser browser = Browser.withWebcam(Optional.of(webcam))) {
            HeadPage page = HeadPage.open(browser, url, 1280, 900);
            browser.screenshot("desktop-asking");
            browser.click("use-camera");
            page.await("a head", page::showsHead);
            Set<Long> pictures = new HashSet<>();
            page.await("five different views", () -> pictures.add(page.picture()) && pictures.size() >= 5);
            page.await("figures of VP8 views", () -> browser.text("figures").contains("VP8"));
            browser.screenshot("desktop-turning");

            assertThat(browser.text("connection")).isEqualTo("Live");
            assertThat(browser.text("quality")).startsWith("Likeness: ");
        }
    }

    @Test
    void turnsTheHeadAsItIsDraggedAndAsThePersonTurns() throws IOException {
        try (Browser browser = Browser.withWebcam(Optional.of(webcam))) {
            HeadPage page = HeadPage.open(browser, url, 1280, 900);
            browser.click("use-camera");
            page.await("a head that is done", () -> page.phase().equals("done"));
            page.hold();
            long held = page.picture();
            page.drag(150, 0);
            page.await("another side", () -> page.picture() != held);
            browser.screenshot("desktop-dragged");
            page.mirror();
            page.await("the way from the camera", () -> browser.text("figures").contains("camera to view"));
            Set<Long> pictures = new HashSet<>();
            page.await("a head that turns with its person", () -> pictures.add(page.picture()) && pictures.size() >= 5);
            browser.screenshot("desktop-mirrored");

            assertThat(browser.text("connection")).isEqualTo("Live");
        }
    }

    @Test
    void offersTheClipWhereThereIsNoWebcam() throws IOException {
        try (Browser browser = Browser.withWebcam(Optional.empty())) {
            HeadPage page = HeadPage.open(browser, url, 390, 844);
            page.await("the advice", () -> browser.text("invitation").startsWith("This device has no camera."));
            browser.screenshot("phone-no-camera");
            browser.click("use-clip");
            page.await("a head", page::showsHead);
            browser.screenshot("phone-turning");

            assertThat(browser.text("connection")).isEqualTo("Live");
        }
    }
}
