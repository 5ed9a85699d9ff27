package org.balancehead.model.renderer;

/** How a field's raw density becomes a density per unit of length, after averaging the ends of an interval. */
public final class DensityActivation {
    /** {@code softplus(raw − 1)}, of Mip-NeRF and the tri-plane generators. */
    public static final DensityActivation SOFTPLUS = new DensityActivation(0, 0);

    private final int kind;
    private final double limit;

    private DensityActivation(int kind, double limit) {
        this.kind = kind;
        this.limit = limit;
    }

    /** {@code limit · sigmoid(raw)}, the raw value held within ±12: a wall of that density where raw is positive. */
    public static DensityActivation sigmoid(double limit) {
        return new DensityActivation(1, limit);
    }

    int kind() {
        return kind;
    }

    double limit() {
        return limit;
    }
}
