package org.balancehead.actors.deployment;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The versions that a process has had: those in memory, and some that were before. */
final class Versions {
    /** Versions that are remembered, those in memory included. */
    private static final int MAX_REMEMBERED = 32;

    private final int maxOthers;
    private final TreeMap<Integer, Version> all = new TreeMap<>();

    /** Numbers of those that served before, the last one first. */
    private final Deque<Integer> before = new ArrayDeque<>();

    private int lastNumber;

    /** @param maxOthers versions that may be in memory besides the one that serves */
    Versions(int maxOthers) {
        this.maxOthers = maxOthers;
    }

    /** How many may be in memory besides the one that serves. */
    int maxOthers() {
        return maxOthers;
    }

    Version add(Candidate candidate) {
        Version added = new Version(++lastNumber, candidate);
        all.put(added.number(), added);
        forgetOldest();
        return added;
    }

    Collection<Version> all() {
        return all.values();
    }

    Optional<Version> get(int number) {
        return Optional.ofNullable(all.get(number));
    }

    Optional<Version> in(ModelState state) {
        return all.values().stream().filter(version -> version.state() == state).findFirst();
    }

    /** Whether another one may be loaded. */
    boolean room() {
        return all.values().stream()
                        .filter(version -> version.held() && version.state() != ModelState.SERVING)
                        .count()
                < maxOthers;
    }

    /** The one that a rollback brings back. */
    Optional<Version> previous() {
        return Optional.ofNullable(before.peek()).flatMap(this::get);
    }

    /** Notes that one serves in the other's place: a return to the previous one is no step forward. */
    void succeeds(Version next, Optional<Version> last) {
        if (previous().filter(version -> version == next).isPresent()) {
            before.pop();
        } else {
            last.ifPresent(version -> before.push(version.number()));
        }
    }

    List<ModelEntry> entries() {
        return all.values().stream().map(Version::entry).toList();
    }

    /** Sessions of those in memory, by number. */
    Map<Integer, Integer> held() {
        return all.values().stream()
                .filter(Version::held)
                .collect(Collectors.toMap(Version::number, Version::sessions));
    }

    private void forgetOldest() {
        if (all.size() > MAX_REMEMBERED) {
            all.values().stream()
                    .filter(version -> !version.held() && version.state() != ModelState.LOADING)
                    .findFirst()
                    .ifPresent(oldest -> {
                        all.remove(oldest.number());
                        before.remove(oldest.number());
                    });
        }
    }
}
