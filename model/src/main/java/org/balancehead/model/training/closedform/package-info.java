/**
 * The closed-form start of the chart generator: chart maps of every identity, their principal components, and a ridge
 * regression from the frontal picture. Linear algebra only; no gradient step is taken here.
 */
@NullMarked
package org.balancehead.model.training.closedform;

import org.jspecify.annotations.NullMarked;
