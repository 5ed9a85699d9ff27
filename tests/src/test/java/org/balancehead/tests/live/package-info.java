/** Scenarios of live sessions over real sockets, and the client that plays them. */
@NullMarked
package org.balancehead.tests.live;

import org.jspecify.annotations.NullMarked;
