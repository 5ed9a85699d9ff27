package org.balancehead.model.benchmark;

import java.util.List;

/**
 * What the machine gives at best with a number of threads: no figure can be better than what its arithmetic takes here.
 *
 * @param flops floating point operations a second, of a matrix product
 * @param bandwidth bytes a second between memory and processor
 */
public record PhysicalLimits(double flops, double bandwidth) {
    private static final double GIGA = 1e9;
    private static final double OPERATIONS = 2; // a multiplication and an addition

    /** The limits that {@link EngineBenchmark} measured. */
    public static PhysicalLimits of(List<Figure> engine) {
        return new PhysicalLimits(
                GIGA * value(engine, EngineBenchmark.MATMUL), GIGA * value(engine, EngineBenchmark.BANDWIDTH));
    }

    private static double value(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    /** The figure with its share of the limit that bounds it more tightly, for runs of the given arithmetic. */
    public Figure share(Figure figure, Work work) {
        double computing = OPERATIONS * work.multiplyAdds() / flops;
        double moving = work.bytes() / bandwidth;
        String limit = computing >= moving ? EngineBenchmark.MATMUL : EngineBenchmark.BANDWIDTH;
        return figure.with(new LimitShare(limit, Math.max(computing, moving) / figure.seconds()));
    }
}
