/** What operators see: the live side's events as Micrometer meters, and from them whether the server is ready. */
@NullMarked
package org.balancehead.server.metrics;

import org.jspecify.annotations.NullMarked;
