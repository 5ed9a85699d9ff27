/**
 * Sessions: one actor a socket and its children, admission, and what is said to the client. Sockets themselves, devices
 * and reconstruction live elsewhere.
 */
@NullMarked
package org.balancehead.actors.session;

import org.jspecify.annotations.NullMarked;
