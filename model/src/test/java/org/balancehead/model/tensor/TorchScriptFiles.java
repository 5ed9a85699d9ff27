package org.balancehead.model.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes small networks without weights as TorchScript archives. */
public final class TorchScriptFiles {
    private TorchScriptFiles() {}

    /**
     * Writes one.
     *
     * @param functions in the serialised dialect, {@code forward} among them
     */
    public static Path write(Path file, String functions) throws IOException {
        return Files.write(file, TorchScriptArchive.pack(functions));
    }
}
