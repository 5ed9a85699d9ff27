/**
 * Sessions: one actor a client and its children, admission, and what is said to the client. Connections, devices and
 * reconstruction live elsewhere.
 */
@NullMarked
package org.balancehead.actors.session;

import org.jspecify.annotations.NullMarked;
