/**
 * A training run as an actor system of its own. Readers draw batches ahead, the trainer alone touches the training, the
 * evaluator judges checkpoints beside it, the publisher keeps the best and sends it on; the run decides whose turn it
 * is. What a step does is the business of {@code model.training}.
 *
 * <p>Every row is bounded: batches drawn ahead by the window, work for the trainer by one piece, checkpoints that wait
 * to be judged and those that wait to be sent by one each, of which a newer one takes the place.
 */
@NullMarked
package org.balancehead.actors.training;

import org.jspecify.annotations.NullMarked;
