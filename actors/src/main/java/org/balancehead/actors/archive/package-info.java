/**
 * Avatars that clients ask to keep: their files, until when they are kept, and how a session gets one back. Off unless
 * a folder is set. What keeps avatars alive over a device's crash is not this.
 */
@NullMarked
package org.balancehead.actors.archive;

import org.jspecify.annotations.NullMarked;
