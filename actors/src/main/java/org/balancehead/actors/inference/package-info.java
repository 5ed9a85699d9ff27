/**
 * Devices: who owns a model or an analyser and its thread, and who decides whose work runs next. What the work is for
 * is the session's business.
 */
@NullMarked
package org.balancehead.actors.inference;

import org.jspecify.annotations.NullMarked;
