package org.balancehead.server.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds pickles, which run code when they are read, so that they are refused by name and not taken for a bad copy. */
public final class Pickles {
    private static final List<String> ENDINGS = List.of(".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".bin");

    private Pickles() {}

    /** Why a path cannot be deployed, if it is a pickle, or a folder that has one and no manifest. */
    public static Optional<String> refusal(Path path) {
        if (Files.isRegularFile(path)) {
            return isNamedSo(String.valueOf(path.getFileName()))
                    ? Optional.of(sentence(path.toString()))
                    : Optional.empty();
        }
        if (!Files.isDirectory(path) || Files.exists(path.resolve("manifest.json"))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> isNamedSo(String.valueOf(file.getFileName())))
                    .sorted()
                    .findFirst()
                    .map(file -> sentence(file.toString()));
        } catch (IOException unreadable) {
            return Optional.empty(); // verifying it will say why
        }
    }

    static boolean isNamedSo(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    static String sentence(String file) {
        return "%s is a pickle, which could run code when it is read: import it with './balancehead import' and deploy what that makes."
                .formatted(file);
    }
}
