/**
 * Load on a server: many visitors over real sockets, what they see, and whether it got worse since an earlier run. The
 * command that asks for it is of the command line.
 */
@NullMarked
package org.balancehead.server.load;

import org.jspecify.annotations.NullMarked;
