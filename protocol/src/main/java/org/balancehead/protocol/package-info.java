@NullMarked
package org.balancehead.protocol;

import org.jspecify.annotations.NullMarked;
