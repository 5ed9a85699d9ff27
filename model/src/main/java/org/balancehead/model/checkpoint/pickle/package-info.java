/**
 * Reads the training snapshots ({@code .pkl}) that EG3D, PanoHead, SphereHead and HyPlaneHead publish, without running
 * anything of theirs.
 *
 * <p>A pickle is a program for a stack machine that may call any function by its name. The machine here knows only the
 * opcodes and the names that such snapshots need, and builds its own records from them; any other name ends the
 * reading, also where it is never called. The tensors' numbers stay in the file until they are asked for. Every size
 * that a file claims is compared with the file or with {@link org.balancehead.model.checkpoint.pickle.Limits} before
 * memory is taken, and every refusal is a {@link org.balancehead.model.checkpoint.CheckpointException} of one sentence.
 *
 * <p>The formats: Python's pickle, protocols 3 to 5; inside it, for each tensor, the format in which torch saved before
 * 1.6: five pickles of protocol 2 and the numbers.
 */
@NullMarked
package org.balancehead.model.checkpoint.pickle;

import org.jspecify.annotations.NullMarked;
