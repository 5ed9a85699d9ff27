package org.balancehead.server.reconstruction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hidden folders beside a result's place, {@code .NAME.PID-UUID.SUFFIX}. The name tells which process made one, so
 * that what a killed process left can be told from what a running one still fills.
 */
final class HiddenSiblings {
    private static final Pattern AFTER_THE_NAME = Pattern.compile("\\.(\\d{1,18})-[0-9a-f-]{36}\\.\\w+");

    private final Path place;

    /** @param place absolute, and not the root */
    HiddenSiblings(Path place) {
        this.place = place;
    }

    /** A path that nobody uses. */
    Path unused(String suffix) {
        long process = ProcessHandle.current().pid();
        return place.resolveSibling(".%s.%d-%s.%s".formatted(place.getFileName(), process, UUID.randomUUID(), suffix));
    }

    /** Deletes those of processes that have ended, as far as they may be deleted. */
    void deleteLeftOver() {
        try (Stream<Path> siblings = Files.list(place.resolveSibling("."))) {
            for (Path folder : siblings.filter(this::isLeftOver).toList()) {
                delete(folder);
            }
        } catch (IOException otherUsers) {
            // theirs to remove, and no reason to fail
        }
    }

    static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private boolean isLeftOver(Path sibling) {
        String name = sibling.getFileName().toString();
        String start = "." + place.getFileName();
        Matcher rest = AFTER_THE_NAME.matcher(name.substring(Math.min(start.length(), name.length())));
        return name.startsWith(start)
                && rest.matches()
                && ProcessHandle.of(Long.parseLong(rest.group(1))).isEmpty();
    }
}
