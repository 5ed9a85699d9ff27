/** Avatars in the making: which views of a person are used, and when their inversion starts, goes on or starts anew. */
@NullMarked
package org.balancehead.actors.avatar;

import org.jspecify.annotations.NullMarked;
