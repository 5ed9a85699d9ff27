/** Whether one session more may begin: places, addresses, and what the devices were measured to hold. No actors. */
@NullMarked
package org.balancehead.actors.admission;

import org.jspecify.annotations.NullMarked;
