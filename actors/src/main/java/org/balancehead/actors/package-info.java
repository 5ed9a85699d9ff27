@NullMarked
package org.balancehead.actors;

import org.jspecify.annotations.NullMarked;
