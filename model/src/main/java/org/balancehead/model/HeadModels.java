package org.balancehead.model;

import java.nio.file.Path;
import org.balancehead.model.checkpoint.Checkpoint;
import org.balancehead.model.inversion.ChartHeadModel;

/** Opens checkpoints as head models. */
public final class HeadModels {
    private HeadModels() {}

    /**
     * Opens a checkpoint on a device, after verifying its files.
     *
     * @param checkpointFolder as the checkpoint repository resolves it
     * @param device {@code cpu} or {@code gpu0}, {@code gpu1}, …
     * @param number how many versions this process has opened, with this one
     * @throws org.balancehead.model.checkpoint.CheckpointException when the folder holds no whole checkpoint
     * @throws IllegalArgumentException when there is no such device
     */
    public static HeadModel open(Path checkpointFolder, String device, int number) {
        return ChartHeadModel.open(Checkpoint.open(checkpointFolder), device, number);
    }
}
