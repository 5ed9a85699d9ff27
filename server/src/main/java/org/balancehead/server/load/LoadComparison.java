package org.balancehead.server.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;

/** Two loads of one plan on one machine: what got worse. */
public final class LoadComparison {
    /** What is worse by more than this share is told. */
    private static final double TOLERANCE = 0.25;

    /** By which the machine's memory may differ, as kernels keep more or less of it for themselves. */
    private static final double SAME_MEMORY = 0.05;

    /** Whether less is better, by the figure's unit; others are neither good nor bad. */
    private static final Map<String, Boolean> LESS_IS_BETTER = Map.of(
            "ms",
            true,
            "ratio",
            true,
            "MB",
            true,
            "cores",
            true,
            "lost",
            true,
            "refusals",
            true,
            "reconnects",
            true,
            "errors",
            true,
            "views/s",
            false,
            "sessions",
            false);

    private LoadComparison() {}

    /**
     * A figure that got worse.
     *
     * @param now empty when it is not there any more
     */
    public record Worse(String name, double earlier, OptionalDouble now, String unit) {}

    /**
     * Why a run that is to be made cannot be compared with an earlier one, in a sentence; empty when it can.
     *
     * @param own whether its server runs in its process
     */
    public static Optional<String> whyNot(LoadReport earlier, Machine machine, LoadPlan plan, boolean own) {
        if (!sameMachine(earlier.machine(), machine)) {
            return Optional.of(
                    "The earlier run was on another machine (%s, %d cores; this is %s, %d cores): compare runs of one machine."
                            .formatted(
                                    earlier.machine().cpu(),
                                    earlier.machine().cores(),
                                    machine.cpu(),
                                    machine.cores()));
        }
        if (!earlier.plan().equals(plan)) {
            return Optional.of("The earlier run was another load (%s): give the same options to compare."
                    .formatted(earlier.plan().options()));
        }
        if (earlier.server().isEmpty() != own) {
            return Optional.of(
                    "Only one of the runs has its server in its own process: give --url to both runs, or to none.");
        }
        return Optional.empty();
    }

    private static boolean sameMachine(Machine one, Machine other) {
        return one.cpu().equals(other.cpu())
                && one.cores() == other.cores()
                && one.device().equals(other.device())
                && Math.abs(one.memory() - other.memory()) <= SAME_MEMORY * one.memory();
    }

    /** What got worse by more than a quarter, in the order of the figures; what was 0 is worse as soon as it is not. */
    public static List<Worse> between(LoadReport earlier, LoadReport now) {
        List<Worse> worse = new ArrayList<>();
        for (Figure figure : earlier.figures()) {
            OptionalDouble value = now.figures().stream()
                    .filter(other -> other.name().equals(figure.name()))
                    .mapToDouble(Figure::value)
                    .findFirst();
            Boolean less = LESS_IS_BETTER.get(figure.unit());
            if (less != null && (value.isEmpty() || isWorse(figure.value(), value.getAsDouble(), less))) {
                worse.add(new Worse(figure.name(), figure.value(), value, figure.unit()));
            }
        }
        return worse;
    }

    private static boolean isWorse(double earlier, double now, boolean less) {
        return less ? now > earlier * (1 + TOLERANCE) : now < earlier * (1 - TOLERANCE);
    }
}
