/**
 * The WebSocket {@code /v1/stream}: the upgrade with its refusals, messages whole and bounded, and backpressure both
 * ways. What is said over it is the session's business.
 */
@NullMarked
package org.balancehead.server.websocket;

import org.jspecify.annotations.NullMarked;
