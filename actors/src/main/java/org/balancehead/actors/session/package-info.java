/**
 * Sessions: one actor a client and its children, and what is said to the client. Who is let in, connections, devices
 * and reconstruction live elsewhere.
 */
@NullMarked
package org.balancehead.actors.session;

import org.jspecify.annotations.NullMarked;
