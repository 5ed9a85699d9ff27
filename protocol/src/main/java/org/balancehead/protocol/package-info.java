/** The wire protocol {@code balancehead.v1} as types. Nothing of sockets, actors or models lives here. */
@NullMarked
package org.balancehead.protocol;

import org.jspecify.annotations.NullMarked;
