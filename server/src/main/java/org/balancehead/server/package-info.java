@NullMarked
package org.balancehead.server;

import org.jspecify.annotations.NullMarked;
