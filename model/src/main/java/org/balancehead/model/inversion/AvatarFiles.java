package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.Safetensors;
import org.balancehead.model.checkpoint.StoredTensor;

/** An avatar's folder: {@code avatar.json} (revision, checkpoint) and {@code avatar.safetensors}. */
final class AvatarFiles {
    private static final String DESCRIPTION = "avatar.json";
    private static final String TENSORS = "avatar.safetensors";
    private static final int LARGEST_DESCRIPTION = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AvatarFiles() {}

    /** What copies of a version's avatars say of their checkpoint. */
    static String checkpoint(ModelVersion version) {
        return version.name() + " " + version.version();
    }

    /** Writes the folder's files. */
    static void write(AvatarCopy avatar, Path folder) throws IOException {
        Revision revision = avatar.revision();
        ObjectNode description = JSON.createObjectNode()
                .put("checkpoint", avatar.checkpoint())
                .put("revision", revision.number())
                .put("stage", revision.stage().wireName())
                .put("psnr", revision.psnr())
                .put("identity", revision.identity());
        try {
            Safetensors.write(folder.resolve(TENSORS), avatar.tensors());
        } catch (CheckpointException e) {
            throw new IOException(e.getMessage(), e);
        }
        Files.writeString(folder.resolve(DESCRIPTION), description.toPrettyString());
    }

    /**
     * Reads a folder that an avatar of this checkpoint was written to.
     *
     * @param names of the tensors that must be there
     */
    static AvatarCopy read(Path folder, ModelVersion version, Set<String> names) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_DESCRIPTION) {
            throw new IOException("%s holds no avatar: %s is missing or too large.".formatted(folder, DESCRIPTION));
        }
        JsonNode description = parse(file);
        String checkpoint = checkpoint(version);
        if (!checkpoint.equals(description.path("checkpoint").asText())) {
            throw new IOException("The avatar in %s was made by checkpoint '%s', not by '%s': open that one."
                    .formatted(folder, description.path("checkpoint").asText(), checkpoint));
        }
        try {
            Map<String, StoredTensor> tensors = Safetensors.readFinite(folder.resolve(TENSORS));
            if (!tensors.keySet().equals(names)) {
                throw new IOException("The avatar in %s is incomplete: make it again.".formatted(folder));
            }
            return new AvatarCopy(checkpoint, tensors, revision(description, file));
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

    private static Revision revision(JsonNode description, Path file) throws IOException {
        Stage stage = Stage.ofWireName(description.path("stage").asText())
                .orElseThrow(() ->
                        new IOException("%s names no stage of an inversion: make the avatar again.".formatted(file)));
        return new Revision(
                description.path("revision").asInt(),
                stage,
                description.path("psnr").asDouble(),
                description.path("identity").asDouble());
    }

    /** @throws IllegalArgumentException when the copy is of another checkpoint's avatar */
    static void requireOf(ModelVersion version, AvatarCopy copy) {
        if (!copy.checkpoint().equals(checkpoint(version))) {
            throw new IllegalArgumentException("The avatar was made by checkpoint '%s', not by '%s'."
                    .formatted(copy.checkpoint(), checkpoint(version)));
        }
    }

    /** An array in single precision. */
    static StoredTensor stored(NDArray array) {
        return new StoredTensor(Precision.F32, array.getShape().getShape(), array.toFloatArray());
    }

    /** An array in half precision. */
    static StoredTensor halved(NDArray array) {
        return new StoredTensor(Precision.F16, array.getShape().getShape(), array.toFloatArray());
    }

    /** A copy's tensor in the engine's memory. */
    static NDArray array(AvatarCopy avatar, NDManager owner, String name) {
        StoredTensor tensor = avatar.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("An avatar has no '" + name + "'.");
        }
        return owner.create(tensor.values(), new Shape(tensor.shape()));
    }
}
