package org.balancehead.tests.browser;

import java.util.concurrent.atomic.AtomicLong;

/** The visitors' page, open in a browser. */
final class HeadPage {
    private final Browser browser;

    private HeadPage(Browser browser) {
        this.browser = browser;
    }

    static HeadPage open(Browser browser, String url, int width, int height) {
        browser.open(url, width, height);
        return new HeadPage(browser);
    }

    /** Which part of a visit the page shows: intro, guiding, refining, done. */
    String phase() {
        return browser.bodyAttribute("data-phase");
    }

    boolean showsHead() {
        return phase().equals("refining") || phase().equals("done");
    }

    /** A number that tells pictures on the canvas apart. */
    long picture() {
        return ((Number) browser.script("""
                        const canvas = document.getElementById('head');
                        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                        return pixels.reduce((sum, value) => (31 * sum + value) % 1000003, 7);
                        """)).longValue();
    }

    /** Lets the head stand still, and waits until it does. */
    void hold() {
        browser.clickOn("#modes input[value=fixed] + span");
        AtomicLong before = new AtomicLong(Long.MIN_VALUE);
        await("a head that stands still", () -> {
            long now = picture();
            return before.getAndSet(now) == now;
        });
    }

    /** Lets the head turn as its person does. */
    void mirror() {
        browser.clickOn("#modes input[value=mirror] + span");
    }

    void drag(int right, int down) {
        browser.drag("head", right, down);
    }

    void await(String what, Browser.Condition condition) {
        browser.await(
                what,
                condition,
                () -> "phase %s, notice \"%s\", guidance \"%s\""
                        .formatted(phase(), browser.text("notice"), browser.text("guidance")));
    }
}
