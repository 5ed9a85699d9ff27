package org.balancehead.server.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.balancehead.actors.deployment.Refusal;
import org.balancehead.actors.deployment.RefusedCheckpointException;

/** The folders below which deployed checkpoints may lie. */
public final class AllowedFolders {
    private final List<Path> roots;

    /** @param roots at least one; the first is where relative paths begin */
    public AllowedFolders(List<Path> roots) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
    }

    /** Where relative paths begin. */
    Path first() {
        return roots.get(0);
    }

    /**
     * The folder that a path names, without links.
     *
     * @throws RefusedCheckpointException when it is not there, or not below an allowed one: neither by its name nor,
     *     all links followed, in truth
     */
    public Path resolve(Path asked) {
        Path named = first().resolve(asked).normalize();
        if (roots.stream().noneMatch(root -> isBelow(root, named) || isBelow(real(root), named))) {
            throw forbidden(asked);
        }
        Path found = existing(named);
        if (roots.stream().noneMatch(root -> isBelow(real(root), found))) {
            throw forbidden(asked);
        }
        return found;
    }

    private static boolean isBelow(Path root, Path folder) {
        return folder.startsWith(root) && !folder.equals(root);
    }

    private static Path existing(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException missing) {
            throw new RefusedCheckpointException(
                    Refusal.BAD_CHECKPOINT, "There is no checkpoint folder %s.".formatted(folder), missing);
        }
    }

    private static Path real(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException notThere) {
            return root; // nothing lies below it
        }
    }

    private RefusedCheckpointException forbidden(Path asked) {
        return new RefusedCheckpointException(
                Refusal.FORBIDDEN_FOLDER,
                "%s is not below %s: put it there, send it with --upload, or start the server with --models and its folder."
                        .formatted(asked, roots.size() == 1 ? roots.get(0) : "one of " + roots));
    }
}
