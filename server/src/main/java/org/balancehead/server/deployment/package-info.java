/** Checkpoints on disk, as the live side's deployments take them: whence they may come, and how they are opened. */
@NullMarked
package org.balancehead.server.deployment;

import org.jspecify.annotations.NullMarked;
