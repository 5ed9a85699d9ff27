package org.balancehead.model.checkpoint.pickle;

/**
 * Where numbers lie in a snapshot.
 *
 * @param position the first number's first byte
 * @param count how many numbers there are
 */
record TensorStorage(ElementType type, long position, long count) implements Value {}
