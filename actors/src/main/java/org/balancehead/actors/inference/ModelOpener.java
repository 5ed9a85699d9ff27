package org.balancehead.actors.inference;

import java.io.IOException;
import org.balancehead.model.HeadModel;

/** Opens the served checkpoint; called on the device's own thread, again after a crash. */
@FunctionalInterface
public interface ModelOpener {
    HeadModel open() throws IOException;
}
