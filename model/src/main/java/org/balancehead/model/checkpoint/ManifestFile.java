package org.balancehead.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads and writes {@code manifest.json}: at most 1 MiB; fields that it does not know are passed over. */
final class ManifestFile {
    static final String NAME = "manifest.json";
    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private ManifestFile() {}

    static Manifest read(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new CheckpointException("%s is no checkpoint: it has no %s.".formatted(folder, NAME));
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new CheckpointException(
                        "%s has %d bytes, but at most %d are read.".formatted(path, Files.size(path), MAX_BYTES));
            }
            return JSON.readValue(Files.readAllBytes(path), Manifest.class);
        } catch (JsonMappingException e) {
            throw new CheckpointException("%s cannot be used: %s.".formatted(path, reason(e)), e);
        } catch (JsonProcessingException e) {
            throw new CheckpointException("%s is not valid JSON (%s).".formatted(path, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new CheckpointException("%s cannot be read (%s).".formatted(path, e.getMessage()), e);
        }
    }

    static void write(Path folder, Manifest manifest) {
        Path path = folder.resolve(NAME);
        DurableFiles.replace(path, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(manifest));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** What the manifest's own checks said, or else what the JSON reader says. */
    private static String reason(JsonMappingException trouble) {
        Throwable cause = trouble.getCause();
        return cause instanceof IllegalArgumentException
                ? String.valueOf(cause.getMessage())
                : trouble.getOriginalMessage();
    }

    private static final class InstantReader extends FromStringDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        protected Instant _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw JsonMappingException.from(
                        context, "'" + text + "' is not a time such as 2026-01-31T12:00:00Z", e);
            }
        }
    }
}
