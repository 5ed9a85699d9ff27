/**
 * Measures how fast the server is, with a real client over the loopback. Figures of the model alone are measured in the
 * model's module; the command that asks for all of them is of the command line.
 */
@NullMarked
package org.balancehead.server.benchmark;

import org.jspecify.annotations.NullMarked;
