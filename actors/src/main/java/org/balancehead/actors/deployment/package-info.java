/**
 * Model versions: which are in memory, which one new sessions begin on, and when a version's memory is freed. A version
 * has a device, threads included, of its own, so that none waits for another's loading or falls with it.
 */
@NullMarked
package org.balancehead.actors.deployment;

import org.jspecify.annotations.NullMarked;
