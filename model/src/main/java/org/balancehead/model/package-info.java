/**
 * The head model as the rest of BalanceHead sees it: {@link org.balancehead.model.HeadModel} and what it hands out.
 *
 * <p>Everything below is pure computation: no actors, no sockets. The engine's arrays stay inside; what crosses the
 * edge are plain records and interfaces.
 */
@NullMarked
package org.balancehead.model;

import org.jspecify.annotations.NullMarked;
