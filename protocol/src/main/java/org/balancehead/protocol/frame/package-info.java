/** Binary messages: the 28-byte header, its layout, and sequence numbers that wrap. Payloads stay encoded here. */
@NullMarked
package org.balancehead.protocol.frame;

import org.jspecify.annotations.NullMarked;
