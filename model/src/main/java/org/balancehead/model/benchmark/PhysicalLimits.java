package org.balancehead.model.benchmark;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the machine gives at best with a number of threads: no figure can be better than what its arithmetic takes here.
 *
 * @param flops floating point operations a second, of a matrix product
 * @param halfFlops the same in half precision; absent where the device is not faster with it
 * @param bandwidth bytes a second between memory and processor
 */
public record PhysicalLimits(double flops, OptionalDouble halfFlops, double bandwidth) {
    private static final double GIGA = 1e9;
    private static final double OPERATIONS = 2; // a multiplication and an addition

    /** The limits that {@link EngineBenchmark} measured. */
    public static PhysicalLimits of(List<Figure> engine) {
        return new PhysicalLimits(
                value(engine, EngineBenchmark.MATMUL).orElseThrow(),
                value(engine, EngineBenchmark.HALF_MATMUL),
                value(engine, EngineBenchmark.BANDWIDTH).orElseThrow());
    }

    private static OptionalDouble value(List<Figure> figures, String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .mapToDouble(figure -> GIGA * figure.value())
                .findFirst();
    }

    /** The figure with its share of the limit that bounds it most tightly, for runs of the given arithmetic. */
    public Figure share(Figure figure, Work work) {
        double whole = OPERATIONS * work.multiplyAdds() / flops;
        double half = OPERATIONS * work.halfMultiplyAdds() / halfFlops.orElse(flops);
        double moving = work.bytes() / bandwidth;
        return figure.with(
                new LimitShare(limit(whole, half, moving), Math.max(whole + half, moving) / figure.seconds()));
    }

    /** What takes longest; computing in either precision takes its time together. */
    private String limit(double whole, double half, double moving) {
        if (moving > whole + half) {
            return EngineBenchmark.BANDWIDTH;
        }
        return halfFlops.isPresent() && half > whole ? EngineBenchmark.HALF_MATMUL : EngineBenchmark.MATMUL;
    }
}
