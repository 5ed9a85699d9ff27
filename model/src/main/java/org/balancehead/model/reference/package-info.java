/**
 * Checkpoints of the reference projects (EG3D, PanoHead, SphereHead, HyPlaneHead): what their snapshots say of an
 * architecture, what they call its weights, and how a snapshot becomes a checkpoint of ours. How their files are read
 * lives in {@link org.balancehead.model.checkpoint.pickle}.
 */
@NullMarked
package org.balancehead.model.reference;

import org.jspecify.annotations.NullMarked;
