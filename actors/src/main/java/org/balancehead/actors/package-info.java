/**
 * The live side as typed actors: sessions, avatars under reconstruction, devices. Sockets, configuration and tensors
 * live elsewhere.
 */
@NullMarked
package org.balancehead.actors;

import org.jspecify.annotations.NullMarked;
