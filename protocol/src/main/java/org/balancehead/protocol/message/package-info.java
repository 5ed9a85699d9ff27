/**
 * Control messages: what clients and servers say in text, their ranges, their errors, and their one JSON form. Binary
 * frames live in {@code frame}; who answers what is the session's business.
 */
@NullMarked
package org.balancehead.protocol.message;

import org.jspecify.annotations.NullMarked;
