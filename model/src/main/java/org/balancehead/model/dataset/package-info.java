/**
 * Posed head views on disk: the folder form (EG3D's {@code dataset.json} beside pictures, masks and depths) and its
 * packed form for random access. Making the pictures lives in the packages below; batches for training do not live
 * here.
 *
 * <p>A folder: {@code images/dataset.json}, {@code images/<identity>/view_NN.png} (RGB over white), {@code masks/}
 * (8-bit grey) and {@code depths/} (16-bit grey) with the same names, view 0 frontal; {@code semantic.npy} and
 * {@code semantic.json} where the frontal views have been encoded.
 */
@NullMarked
package org.balancehead.model.dataset;

import org.jspecify.annotations.NullMarked;
