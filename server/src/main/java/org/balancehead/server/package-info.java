/** The outermost ring: the command line, HTTP, the WebSocket, the page. Only here do sockets and flags exist. */
@NullMarked
package org.balancehead.server;

import org.jspecify.annotations.NullMarked;
