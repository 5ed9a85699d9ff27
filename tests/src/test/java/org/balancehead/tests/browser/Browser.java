package org.balancehead.tests.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Headless Chromium with the page open, and what a visitor can see and do there. */
final class Browser implements AutoCloseable {
    /** Machines that run tests are shared: a head is waited for long before it is called missing. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** A browser whose webcam plays the clip; an empty one has no webcam. Skips the test where there is no Chromium. */
    static Browser withWebcam(Optional<Path> mjpeg) {
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = program("chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "No Chromium here: apt-get install chromium chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.orElseThrow().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage");
        mjpeg.ifPresent(clip -> options.addArguments(
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + clip.toAbsolutePath()));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    void open(String url, int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        driver.get(url);
    }

    void click(String id) {
        element(id).click();
    }

    /** Which part of a visit the page shows: intro, guiding, refining, done. */
    String phase() {
        return String.valueOf(driver.findElement(By.tagName("body")).getDomAttribute("data-phase"));
    }

    boolean showsHead() {
        return phase().equals("refining") || phase().equals("done");
    }

    String text(String id) {
        return element(id).getText();
    }

    /** A number that tells pictures on the canvas apart. */
    long picture() {
        return ((Number) script("""
                        const canvas = document.getElementById('head');
                        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                        return pixels.reduce((sum, value) => (31 * sum + value) % 1000003, 7);
                        """)).longValue();
    }

    /** Lets the head stand still, and waits until it does. */
    void hold() {
        driver.findElement(By.cssSelector("#modes input[value=fixed] + span")).click();
        AtomicLong before = new AtomicLong(Long.MIN_VALUE);
        await("a head that stands still", () -> {
            long now = picture();
            return before.getAndSet(now) == now;
        });
    }

    void drag(int right, int down) {
        new Actions(driver)
                .moveToElement(element("head"))
                .clickAndHold()
                .moveByOffset(right, down)
                .release()
                .perform();
    }

    void await(String what, Condition condition) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> "%s; phase %s, notice \"%s\", guidance \"%s\""
                        .formatted(what, phase(), text("notice"), text("guidance")))
                .until(ready -> condition.holds());
    }

    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.copy(
                driver.getScreenshotAs(OutputType.FILE).toPath(),
                SCREENSHOTS.resolve(name + ".png"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private Object script(String javascript) {
        return Objects.requireNonNull(driver.executeScript(javascript));
    }

    private WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    private static Optional<Path> program(String... names) {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }
}
