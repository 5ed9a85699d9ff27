package org.balancehead.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.fakes.FakeFaceAnalyzer;
import org.balancehead.model.checkpoint.CheckpointRepository;
import org.balancehead.server.BalanceHeadServer;
import org.balancehead.server.admin.AdminToken;
import org.balancehead.server.config.ServerConfig;
import org.balancehead.server.deployment.CheckpointFolders;
import org.balancehead.tests.live.StreamClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The operators' page in a browser: the token, a deployment with all that may be done to it, and a drain. */
class OperatorPageIT {
    private static final String SECRET = "the secret of these operators";

    private static BalanceHeadServer server;
    private static String checkpoint;

    @BeforeAll
    static void start() {
        ServerConfig config =
                ServerConfig.load(Map.of("balancehead.http.port", 0, "balancehead.admin.port", 0), Optional.empty());
        Path folder = CheckpointRepository.of(config.checkpoints()).resolve(config.checkpoint());
        checkpoint = String.valueOf(folder.getFileName());
        server = BalanceHeadServer.start(
                config,
                CheckpointFolders.candidate(folder),
                cropSize -> new FakeFaceAnalyzer(),
                AdminToken.of(Optional.of(SECRET), config.admin().http()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void takesTheTokenDeploysPromotesRollsBackAndDrains() throws IOException {
        try (Browser browser = Browser.withWebcam(Optional.empty());
                StreamClient visitor =
                        StreamClient.connectWhenReady(server.address().getPort())) {
            visitor.greet();
            browser.open("http://localhost:%d/".formatted(server.adminAddress().getPort()), 1280, 900);
            enter(browser, "a wrong token of operators");
            await(browser, "a refusal", () -> browser.text("state").equals("This is not the server's token."));
            shoot(browser, "operators-door");
            enter(browser, SECRET);
            await(
                    browser,
                    "what there is",
                    () -> browser.text("state").equals("Ready.")
                            && browser.text("sessions").contains("orbit"));
            assertThat(browser.isEnabled("promote")).isFalse();
            shoot(browser, "operators-ready");

            browser.type("path", "../elsewhere");
            act(browser, "#deploy button");
            await(browser, "a refused deployment", () -> browser.text("answer").contains("elsewhere"));
            browser.clear("path");
            browser.type("path", checkpoint);
            act(browser, "#deploy button");
            await(browser, "a version that is tried", () -> browser.isEnabled("promote"));
            shoot(browser, "operators-tried");
            act(browser, "#promote");
            await(browser, "a promoted version", () -> browser.text("answer").startsWith("Version 2: serving."));
            act(browser, "#rollback");
            await(browser, "the version before", () -> browser.text("answer").startsWith("Version 1: serving."));
            shoot(browser, "operators-rolled-back");
            act(browser, "#drain");
            await(browser, "a drain", () -> browser.text("answer").startsWith("Draining: "));
            shoot(browser, "operators-draining");
        }
    }

    private static void enter(Browser browser, String token) {
        await(browser, "a form for the token", () -> browser.isShown("door"));
        browser.type("token", token);
        browser.clickOn("#door button");
    }

    private static void act(Browser browser, String button) {
        browser.clickOn(button);
        browser.confirm();
    }

    private static void await(Browser browser, String what, Browser.Condition condition) {
        browser.await(
                what,
                condition,
                () -> "state \"%s\", answer \"%s\", models \"%s\""
                        .formatted(browser.text("state"), browser.text("answer"), browser.text("models")));
    }

    private static void shoot(Browser browser, String name) throws IOException {
        browser.screenshot(name);
        browser.resize(390, 844);
        browser.screenshot(name + "-phone");
        browser.resize(1280, 900);
    }
}
