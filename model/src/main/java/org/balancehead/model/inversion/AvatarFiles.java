package org.balancehead.model.inversion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;
import org.jspecify.annotations.Nullable;

/**
 * An avatar's folder: {@code avatar.json} (revision, checkpoint) and {@code avatar.safetensors} (map, planes).
 *
 * @param map {@code [1, 4, H, W]}
 * @param planes {@code [1, 3, C, R, R]}
 */
record AvatarFiles(StoredTensor map, StoredTensor planes, Revision revision) {
    private static final String DESCRIPTION = "avatar.json";
    private static final String TENSORS = "avatar.safetensors";
    private static final int LARGEST_DESCRIPTION = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the folder's files. */
    void write(Path folder, ModelVersion version) throws IOException {
        ObjectNode description = JSON.createObjectNode()
                .put("checkpoint", version.name() + " " + version.version())
                .put("revision", revision.number())
                .put("stage", revision.stage().wireName())
                .put("psnr", revision.psnr())
                .put("identity", revision.identity());
        try {
            Safetensors.write(folder.resolve(TENSORS), Map.of("map", map, "planes", planes));
        } catch (CheckpointException e) {
            throw new IOException(e.getMessage(), e);
        }
        Files.writeString(folder.resolve(DESCRIPTION), description.toPrettyString());
    }

    /** Reads a folder that an avatar of this checkpoint was written to. */
    static AvatarFiles read(Path folder, ModelVersion version) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_DESCRIPTION) {
            throw new IOException("%s holds no avatar: %s is missing or too large.".formatted(folder, DESCRIPTION));
        }
        JsonNode description = parse(file);
        String checkpoint = version.name() + " " + version.version();
        if (!checkpoint.equals(description.path("checkpoint").asText())) {
            throw new IOException("The avatar in %s was made by checkpoint '%s', not by '%s': open that one."
                    .formatted(folder, description.path("checkpoint").asText(), checkpoint));
        }
        try {
            Map<String, StoredTensor> tensors = Safetensors.readFinite(folder.resolve(TENSORS));
            StoredTensor map = present(tensors.get("map"), folder);
            return new AvatarFiles(map, present(tensors.get("planes"), folder), revision(description, file));
        } catch (CheckpointException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IOException("%s is not JSON: make the avatar again.".formatted(file), e);
        }
    }

    private static StoredTensor present(@Nullable StoredTensor tensor, Path folder) throws IOException {
        if (tensor == null) {
            throw new IOException("The avatar in %s is incomplete: make it again.".formatted(folder));
        }
        return tensor;
    }

    private static Revision revision(JsonNode description, Path file) throws IOException {
        for (Stage stage : Stage.values()) {
            if (stage.wireName().equals(description.path("stage").asText())) {
                int number = description.path("revision").asInt();
                double psnr = description.path("psnr").asDouble();
                return new Revision(
                        number, stage, psnr, description.path("identity").asDouble());
            }
        }
        throw new IOException("%s names no stage of an inversion: make the avatar again.".formatted(file));
    }

    /** A tensor as avatars store it. */
    static StoredTensor halved(float[] values, long... shape) {
        return new StoredTensor(Precision.F16, shape, values);
    }
}
