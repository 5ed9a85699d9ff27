/**
 * Checkpoints on disk: their tensors (safetensors), their manifest with checksums, and repositories of them. What the
 * tensors mean is the networks' business.
 *
 * <p>A checkpoint is a folder: {@code manifest.json} and the files that it lists. It appears at once and whole: it is
 * written beside, forced to disk, and renamed; the manifest is its last file. Every refusal is a
 * {@link org.balancehead.model.checkpoint.CheckpointException} that names the file and, where there is one, the tensor.
 */
@NullMarked
package org.balancehead.model.checkpoint;

import org.jspecify.annotations.NullMarked;
