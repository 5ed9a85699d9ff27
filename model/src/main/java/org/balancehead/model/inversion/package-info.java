/**
 * Progressive inversion of a person into the generator: encoder, w, w⁺, pivotal tuning, in time slices. What an avatar
 * looks like is the renderer's business; who schedules the slices is the device's.
 */
@NullMarked
package org.balancehead.model.inversion;

import org.jspecify.annotations.NullMarked;
