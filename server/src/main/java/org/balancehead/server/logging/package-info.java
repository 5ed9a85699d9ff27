/** The form of the log's lines: for people, or for the programs that collect them. */
@NullMarked
package org.balancehead.server.logging;

import org.jspecify.annotations.NullMarked;
