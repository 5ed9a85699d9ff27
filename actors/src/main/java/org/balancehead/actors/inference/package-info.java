/**
 * Devices: who owns a model or an analyser and the threads of its lanes, and who decides whose work runs next. What the
 * work is for is the session's business.
 */
@NullMarked
package org.balancehead.actors.inference;

import org.jspecify.annotations.NullMarked;
