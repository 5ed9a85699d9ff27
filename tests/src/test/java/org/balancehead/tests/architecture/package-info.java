/**
 * What may know what, and how things are called, as rules on the compiled classes. Each rule is also tried on planted
 * classes that break it: those lie in packages named {@code planted} of the test sources.
 */
@NullMarked
package org.balancehead.tests.architecture;

import org.jspecify.annotations.NullMarked;
