/**
 * Everything of HTTP but the WebSocket: the server's life, its routes, the page, health, metrics, errors. The stream's
 * route is handed in; settings are {@code server.config}'s.
 */
@NullMarked
package org.balancehead.server.http;

import org.jspecify.annotations.NullMarked;
