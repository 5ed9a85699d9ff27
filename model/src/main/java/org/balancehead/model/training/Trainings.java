package org.balancehead.model.training;

import java.io.IOException;
import java.util.Optional;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.dataset.PackedViews;
import org.balancehead.model.tensor.TensorEngine;

/** Opens the training that suits an order's preset. */
public final class Trainings {
    private Trainings() {}

    /**
     * Opens a training: on a state, as if there had been no stop, or from the beginning.
     *
     * @param engine not closed with the training
     * @param state of the same training, if there is one
     * @throws IllegalArgumentException when the order, the data or the state do not suit each other: in one sentence
     * @throws org.balancehead.model.dataset.UnusableDatasetException when the data are no dataset
     * @throws org.balancehead.model.checkpoint.CheckpointException when the state is damaged
     */
    public static Training<?> open(TensorEngine engine, TrainingOrder order, Optional<Checkpoint> state)
            throws IOException {
        PackedViews data = PackedViews.open(order.data());
        PackedViews held = PackedViews.open(order.held());
        return new ReconstructionTraining(engine, order, data, held, state);
    }
}
