/**
 * The page in a real browser: headless Chromium with a fake webcam, driven by WebDriver. Where the machine has no
 * Chromium these tests are skipped and say so.
 */
@NullMarked
package org.balancehead.tests.browser;

import org.jspecify.annotations.NullMarked;
