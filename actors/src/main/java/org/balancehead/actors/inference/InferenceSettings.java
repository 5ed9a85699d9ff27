package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.List;

/**
 * How devices schedule and recover.
 *
 * @param devices what a model is opened on, 1…64 names, {@code cpu} or {@code gpu0}, …; one that is named twice has two
 *     workers
 * @param analysers threads that look for faces in camera frames, 1…64; each takes a core when it works, and 30 MB
 * @param ticketsPerDevice pieces of work that may wait for one device, all its lanes and sessions together, 2…4096; a
 *     session holds at most one ticket a lane
 * @param patience pieces of more urgent work that may go before waiting work in a row, 1…1000
 * @param recovery after failures
 * @param memoryBudget bytes of native memory that weights and heads may take on one device, at least 1 MiB
 * @param loadDeadline how long a model may take until it can serve
 */
public record InferenceSettings(
        List<String> devices,
        int analysers,
        int ticketsPerDevice,
        int patience,
        RecoverySettings recovery,
        long memoryBudget,
        Duration loadDeadline) {
    /** How many devices there may be. */
    public static final int MOST_DEVICES = 64;

    /** The CPU, one analyser, 64 tickets, a turn after 8 others, 8 GiB, two minutes to load. */
    public static final InferenceSettings DEFAULTS =
            new InferenceSettings(List.of("cpu"), 1, 64, 8, RecoverySettings.DEFAULTS, 8L << 30, Duration.ofMinutes(2));

    public InferenceSettings {
        devices = List.copyOf(devices);
        Range.check("the number of devices", devices.size(), 1, MOST_DEVICES);
        Range.check("analysers", analysers, 1, MOST_DEVICES);
        Range.check("ticketsPerDevice", ticketsPerDevice, 2, 4096);
        Range.check("patience", patience, 1, 1000);
        if (memoryBudget < 1 << 20) {
            throw new IllegalArgumentException(
                    "memoryBudget is %d, but must be at least 1 MiB.".formatted(memoryBudget));
        }
        Range.checkPositive("loadDeadline", loadDeadline);
    }
}
