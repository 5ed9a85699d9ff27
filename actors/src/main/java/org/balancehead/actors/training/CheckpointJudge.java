package org.balancehead.actors.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Measures a checkpoint. One at a time, on a thread of its own. */
@FunctionalInterface
public interface CheckpointJudge {
    /** Its figures by name. */
    Map<String, Double> judge(Path checkpoint) throws IOException;
}
