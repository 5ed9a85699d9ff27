@NullMarked
package org.balancehead.streaming;

import org.jspecify.annotations.NullMarked;
