/**
 * What a training run needs of the outside world: a console that shows it, a judge of its checkpoints, and the way to a
 * live server. The run itself is an actor system of {@code actors.training}.
 */
@NullMarked
package org.balancehead.server.training;

import org.jspecify.annotations.NullMarked;
