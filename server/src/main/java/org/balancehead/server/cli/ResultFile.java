package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file at a place that the user chose. */
record ResultFile(Path place) {
    /**
     * Writes its content; the file appears whole.
     *
     * @throws BadInputException when nothing can be written there
     */
    void write(byte[] content) {
        Path absolute = place.toAbsolutePath();
        Path beside = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            Files.write(beside, content);
            Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException trouble) {
            throw new BadInputException(
                    "%s cannot be written: choose another file or change the permissions.".formatted(place), trouble);
        }
    }
}
