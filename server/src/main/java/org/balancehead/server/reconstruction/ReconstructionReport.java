package org.balancehead.server.reconstruction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.camera.CameraPose;

/**
 * What a reconstruction did, as {@code report.json} has it.
 *
 * @param frontal the view that the person is known by
 * @param stages of the inversion, in their order
 * @param seconds from the first file that was opened to the last that was written
 * @param model what made the avatar
 */
public record ReconstructionReport(Frontal frontal, List<StageReport> stages, double seconds, Model model) {
    /**
     * The frontal view.
     *
     * @param file as it was given
     * @param index its frame in the file, from 0
     * @param yawDegrees of the camera about the head
     * @param pitchDegrees of the camera about the head
     * @param score 0…1
     */
    public record Frontal(String file, int index, double yawDegrees, double pitchDegrees, double score) {}

    /** The checkpoint's name, version and preset. */
    public record Model(String name, String version, String preset) {}

    static ReconstructionReport of(Capture capture, List<StageReport> stages, double seconds, ModelVersion model) {
        CameraPose camera = capture.views().get(0).camera();
        Frontal frontal = new Frontal(
                capture.file().toString(),
                capture.index(),
                camera.yawDegrees(),
                camera.pitchDegrees(),
                capture.frontal().score());
        return new ReconstructionReport(
                frontal, stages, seconds, new Model(model.name(), model.version(), model.preset()));
    }

    void write(Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }
}
