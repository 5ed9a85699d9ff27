/**
 * The job behind {@code generate}: heads that a model draws, as pictures. How they are drawn is the model's business.
 */
@NullMarked
package org.balancehead.server.generation;

import org.jspecify.annotations.NullMarked;
