package org.balancehead.model.planted;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Shows the engine's arrays at the model's edge. */
public interface ShowsTheEngine {
    List<NDArray> planes();
}
