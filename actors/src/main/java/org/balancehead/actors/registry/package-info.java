/**
 * Who is in: admission, the places that are taken, which session is on which devices, and the drain, under one
 * guardian. What one session does for its client lives elsewhere.
 */
@NullMarked
package org.balancehead.actors.registry;

import org.jspecify.annotations.NullMarked;
