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
import java.util.function.Supplier;
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

/** Headless Chromium with a page open, and what a person can see and do there. */
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
        resize(width, height);
        driver.get(url);
    }

    void click(String id) {
        element(id).click();
    }

    String text(String id) {
        return element(id).getText();
    }

    /** Types into a field. */
    void type(String id, String text) {
        element(id).sendKeys(text);
    }

    /** Says yes to what the page asks. */
    void confirm() {
        driver.switchTo().alert().accept();
    }

    /** An attribute of the page's body; {@code null} as text where there is none. */
    String bodyAttribute(String name) {
        return String.valueOf(driver.findElement(By.tagName("body")).getDomAttribute(name));
    }

    void clear(String id) {
        element(id).clear();
    }

    boolean isShown(String id) {
        return element(id).isDisplayed();
    }

    boolean isEnabled(String id) {
        return element(id).isEnabled();
    }

    Object script(String javascript) {
        return Objects.requireNonNull(driver.executeScript(javascript));
    }

    /** Clicks the first element of that selector. */
    void clickOn(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** Drags an element's middle. */
    void drag(String id, int right, int down) {
        new Actions(driver)
                .moveToElement(element(id))
                .clickAndHold()
                .moveByOffset(right, down)
                .release()
                .perform();
    }

    /** @param instead what there is while it does not hold, for whoever reads that it never did */
    void await(String what, Condition condition, Supplier<String> instead) {
        new WebDriverWait(driver, PATIENCE)
                .withMessage(() -> what + "; " + instead.get())
                .until(ready -> condition.holds());
    }

    /** The window's size, without another load of the page. */
    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
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
