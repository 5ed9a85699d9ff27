/** The addresses of kept avatars: what is known of one, and its deletion. Their files are the archivist's. */
@NullMarked
package org.balancehead.server.avatars;

import org.jspecify.annotations.NullMarked;
