package org.balancehead.actors.training;

/**
 * Which of two checkpoints is better.
 *
 * @param figure by whose value
 * @param lowest whether lower is better
 */
public record Yardstick(String figure, boolean lowest) {
    /**
     * Reads such as {@code lowest fidRandom} or {@code highest heldOutPsnr64_yaw0}.
     *
     * @throws IllegalArgumentException in one sentence
     */
    public static Yardstick parse(String words) {
        String[] parts = words.strip().split("\\s+", -1);
        if (parts.length != 2 || !(parts[0].equals("lowest") || parts[0].equals("highest"))) {
            throw new IllegalArgumentException(
                    "'%s' names no best: write 'lowest' or 'highest' and a figure, as in 'lowest fidRandom'."
                            .formatted(words));
        }
        return new Yardstick(parts[1], parts[0].equals("lowest"));
    }

    boolean better(double value, double than) {
        return lowest ? value < than : value > than;
    }

    @Override
    public String toString() {
        return (lowest ? "lowest " : "highest ") + figure;
    }
}
