/**
 * The server's settings: {@code reference.conf} read once into records. Nobody else sees a {@code Config}; what the
 * settings do lives with those who take the records.
 */
@NullMarked
package org.balancehead.server.config;

import org.jspecify.annotations.NullMarked;
