/** What the live side counts, as an interface that the server binds to its metrics registry. */
@NullMarked
package org.balancehead.actors.metrics;

import org.jspecify.annotations.NullMarked;
