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
 * @param viewsTogether views of different sessions that a device may render in one call, 0…32: 0 for as many as suit it
 * @param patience pieces of more urgent work that may go before waiting work in a row, 1…1000
 * @param recovery after failures
 * @param memoryBudget bytes of native memory that weights and heads may take on one device, at least 1 MiB
 * @param loadDeadline how long a model may take until it can serve
 */
public record InferenceSettings(
        List<String> devices,
        int analysers,
        int ticketsPerDevice,
        int viewsTogether,
        int patience,
        RecoverySettings recovery,
        long memoryBudget,
        Duration loadDeadline) {
    /** How many devices there may be. */
    public static final int MOST_DEVICES = 64;

    /** Views that suit one call of a GPU; a CPU gains nothing by several. */
    private static final int TOGETHER_ON_GPU = 8;

    /**
     * The CPU, one analyser, 64 tickets, as many views in one call as suit it, a turn after 8 others, 8 GiB, two
     * minutes to load.
     */
    public static final InferenceSettings DEFAULTS = new InferenceSettings(
            List.of("cpu"), 1, 64, 0, 8, RecoverySettings.DEFAULTS, 8L << 30, Duration.ofMinutes(2));

    public InferenceSettings {
        devices = List.copyOf(devices);
        Range.check("the number of devices", devices.size(), 1, MOST_DEVICES);
        Range.check("analysers", analysers, 1, MOST_DEVICES);
        Range.check("ticketsPerDevice", ticketsPerDevice, 2, 4096);
        Range.check("viewsTogether", viewsTogether, 0, 32);
        Range.check("patience", patience, 1, 1000);
        if (memoryBudget < 1 << 20) {
            throw new IllegalArgumentException(
                    "memoryBudget is %d, but must be at least 1 MiB.".formatted(memoryBudget));
        }
        Range.checkPositive("loadDeadline", loadDeadline);
    }

    /** How many views a device may render in one call. */
    int viewsTogether(String device) {
        if (viewsTogether > 0) {
            return viewsTogether;
        }
        return device.startsWith("gpu") ? TOGETHER_ON_GPU : 1;
    }
}
