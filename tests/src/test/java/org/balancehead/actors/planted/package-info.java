/** Classes that break the architecture rules, to show that the rules can fail. */
@NullMarked
package org.balancehead.actors.planted;

import org.jspecify.annotations.NullMarked;
