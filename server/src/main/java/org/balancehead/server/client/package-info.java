/** The one client of the live protocol in Java: benchmarks, the load tool and the tests speak to servers through it. */
@NullMarked
package org.balancehead.server.client;

import org.jspecify.annotations.NullMarked;
