package org.balancehead.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

/** The page of a server that keeps heads for those who ask: one is kept, shown on the next visit, and deleted. */
class KeptHeadIT {
    @TempDir
    private static Path folder;

    private static BalanceHeadServer server;
    private static String url;

    @BeforeAll
    static void start() {
        ServerConfig config = ServerConfig.load(
                Map.of(
                        "balancehead.http.port",
                        0,
                        "balancehead.admin.port",
                        0,
                        "balancehead.avatars.folder",
                        folder.toString()),
                Optional.empty());
        Path checkpoint = CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint());
        server = BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(checkpoint),
                MediaPipeFaceAnalyzer::open,
                AdminToken.of(Optional.empty(), config.admin().http()));
        url = "http://localhost:%d/".formatted(server.address().getPort());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void keepsAHeadShowsItOnTheNextVisitWithoutACameraAndDeletesIt() throws IOException {
        try (Browser browser = Browser.withWebcam(Optional.empty())) {
            HeadPage page = HeadPage.open(browser, url, 1280, 900);
            browser.click("use-clip");
            page.await("a head", page::showsHead);
            assertThat(browser.text("keeping-offer")).contains("for a day", "pictures of your face");
            assertThat(files()).isEmpty();
            browser.screenshot("desktop-keep-offered");
            browser.click("keep");
            page.await("the answer", () -> browser.isShown("keeping-kept"));
            browser.screenshot("desktop-kept");
            assertThat(files()).hasSize(1);

            page = HeadPage.open(browser, url, 1280, 900);
            page.await("the kept head's button", () -> browser.isShown("show-kept"));
            browser.screenshot("desktop-kept-intro");
            browser.resize(390, 844);
            browser.screenshot("phone-kept-intro");
            browser.click("show-kept");
            page.await(
                    "the kept head", () -> browser.bodyAttribute("data-phase").equals("done"));
            long picture = page.picture();
            HeadPage seen = page;
            page.await("that it turns", () -> seen.picture() != picture);
            browser.screenshot("phone-kept-shown");
            browser.resize(1280, 900);
            browser.screenshot("desktop-kept-shown");
            assertThat(browser.isShown("camera")).isFalse();

            browser.clickOn("#keeping .delete-kept");
            page.await("that it is deleted", () -> browser.isShown("keeping-offer"));
            assertThat(files()).isEmpty();
            assertThat(browser.text("connection")).isEqualTo("Live");

            page = HeadPage.open(browser, url, 390, 844);
            page.await("the beginning", () -> browser.isShown("use-clip"));
            assertThat(browser.isShown("show-kept")).isFalse();
        }
    }

    @Test
    void forgetsAHeadThatTheServerHasNotGotAnyMore() throws IOException {
        try (Browser browser = Browser.withWebcam(Optional.empty())) {
            HeadPage page = HeadPage.open(browser, url, 1280, 900);
            browser.click("use-clip");
            page.await("a head", page::showsHead);
            browser.click("keep");
            page.await("the answer", () -> browser.isShown("keeping-kept"));
            HeadPage again = HeadPage.open(browser, url, 1280, 900);
            again.await("the kept head's button", () -> browser.isShown("show-kept"));
            for (Path file : files()) {
                Files.delete(file);
            }

            browser.click("show-kept");
            again.await("what became of it", () -> browser.text("notice").contains("There is no kept avatar"));

            assertThat(browser.isShown("show-kept")).isFalse();
            assertThat(browser.isShown("use-clip")).isTrue();
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
