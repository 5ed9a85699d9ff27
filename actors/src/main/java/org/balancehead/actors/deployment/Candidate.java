package org.balancehead.actors.deployment;

import java.io.IOException;
import java.nio.file.Path;
import org.balancehead.model.HeadModel;
import org.balancehead.model.evaluation.QualityFloor;

/**
 * A checkpoint that was found whole, and the way to open it.
 *
 * @param name what its manifest calls the model
 * @param version which training of that name
 * @param folder where it lies, for operators
 * @param floor what its manifest promises
 */
public record Candidate(String name, String version, Path folder, QualityFloor floor, Opening opening) {
    /** Opens the checkpoint; called on each device's own thread, again after a crash. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens it.
         *
         * @param device where it is to run, {@code cpu} or {@code gpu0}, …
         * @param number of the version that it becomes
         */
        HeadModel open(String device, int number) throws IOException;
    }
}
