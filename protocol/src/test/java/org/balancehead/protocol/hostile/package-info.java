/** Clients that mean no good, or know no better: messages of every kind of wrong, the same for the same seed. */
@NullMarked
package org.balancehead.protocol.hostile;

import org.jspecify.annotations.NullMarked;
