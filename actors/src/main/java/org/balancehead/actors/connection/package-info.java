/**
 * Connections: one actor a socket, with its deadlines, its rates and what waits for the client. What is said over one
 * after the hello is the session's business.
 */
@NullMarked
package org.balancehead.actors.connection;

import org.jspecify.annotations.NullMarked;
