package org.balancehead.server.deployment;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why a disk did not do what was asked, for a sentence. */
final class DiskTrouble {
    private DiskTrouble() {}

    static String why(Throwable trouble) {
        if (trouble instanceof AccessDeniedException) {
            return "permission denied"; // its message is the file's name alone
        }
        return trouble instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(trouble.getMessage());
    }

    static boolean isFull(Throwable trouble) {
        String message = String.valueOf(trouble.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }
}
