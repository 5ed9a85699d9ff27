package org.balancehead.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;

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
        try {
            new ResultFile(place).write(JSON.writeValueAsBytes(figures));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures that are no JSON", e);
        }
    }
}
