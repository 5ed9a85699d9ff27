package org.balancehead.actors.deployment;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A version as operators see it.
 *
 * @param number counts the deployments of this process from 1; views name it
 * @param name what the model is called
 * @param version which training of that name
 * @param folder of its checkpoint
 * @param sessions that are on it now
 * @param reason one sentence, for a version that was refused or rolled back
 */
public record ModelEntry(
        int number,
        String name,
        String version,
        Path folder,
        ModelState state,
        int sessions,
        Optional<String> reason) {}
