package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.GuardedReading;

/** Opens hostile files, which must be refused in one sentence. */
final class Refusals {
    private Refusals() {}

    /** What is said about a file of these bytes, called {@code s.pkl}. */
    static String of(Path folder, byte[] bytes) {
        try {
            Path file = Files.write(folder.resolve("s.pkl"), bytes);
            return sentence(catchThrowableOfType(
                    CheckpointException.class, () -> Snapshot.open(file).close()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said about a pickle that ends here. */
    static String of(Path folder, PickleWriter pickle) {
        return of(folder, pickle.stop());
    }

    /** The message, which must be short and on one line. */
    static String sentence(CheckpointException refusal) {
        assertThat(refusal).isNotNull();
        String message = String.valueOf(refusal.getMessage());
        GuardedReading.assertIsSentence(message);
        return message;
    }
}
