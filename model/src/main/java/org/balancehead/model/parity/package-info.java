/**
 * Comparison with fixture folders: numbers that the reference projects' published code made of random weights, against
 * what our networks make of the same weights, stage by stage. Whoever changes an architecture looks here first.
 */
@NullMarked
package org.balancehead.model.parity;

import org.jspecify.annotations.NullMarked;
