package org.balancehead.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of figures for programs, at the place that {@code --json} names. */
record JsonFile(Path place) {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Writes the figures; the file appears whole.
     *
     * @throws BadInputException when nothing can be written there
     */
    void write(Object figures) {
        Path absolute = place.toAbsolutePath();
        Path beside = absolute.resolveSibling("." + absolute.getFileName() + ".part");
        try {
            Files.write(beside, JSON.writeValueAsBytes(figures));
            Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException trouble) {
            throw new BadInputException(
                    "%s cannot be written: choose another file or change the permissions.".formatted(place), trouble);
        }
    }
}
