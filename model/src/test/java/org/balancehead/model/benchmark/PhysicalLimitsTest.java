package org.balancehead.model.benchmark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PhysicalLimitsTest {
    private static final PhysicalLimits LIMITS = new PhysicalLimits(100e9, OptionalDouble.of(400e9), 10e9);

    @Test
    void theLimitIsWhatTheArithmeticTakesLongerFor() {
        Figure figure = figure(20, "ms");

        Figure computing = LIMITS.share(figure, new Work(0.5e9, 0, 1));
        Figure moving = LIMITS.share(figure, new Work(1, 0, 0.15e9));

        assertThat(computing.limit()).isEqualTo(new LimitShare("matmul_gflops", 0.5));
        assertThat(moving.limit()).isEqualTo(new LimitShare("memory_bandwidth_gbps", 0.75));
    }

    @Test
    void ratesAndTimesAreSharesAlike() {
        Work tenthOfASecond = Work.ofMultiplyAdds(5e9);

        assertThat(share(figure(5, "views/s"), tenthOfASecond)).isCloseTo(0.5, within(1e-12));
        assertThat(share(figure(0.2, "s"), tenthOfASecond)).isCloseTo(0.5, within(1e-12));
        assertThat(share(figure(200, "ms"), tenthOfASecond)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void whatIsNoTimeHasNoShare() {
        assertThatThrownBy(() -> LIMITS.share(figure(40, "dB"), Work.ofMultiplyAdds(1)))
                .hasMessage("A figure in dB says nothing of time.");
    }

    @Test
    void halfPrecisionHasALimitOfItsOwn() {
        Figure figure = figure(20, "ms");
        Work work = Work.ofMultiplyAdds(2e9).inHalfPrecision();
        PhysicalLimits without = new PhysicalLimits(400e9, OptionalDouble.empty(), 10e9);

        assertThat(LIMITS.share(figure, work).limit()).isEqualTo(new LimitShare("matmul_half_gflops", 0.5));
        assertThat(without.share(figure, work).limit()).isEqualTo(new LimitShare("matmul_gflops", 0.5));
    }

    @Test
    void bothPrecisionsTakeTheirTime() {
        Figure figure = figure(20, "ms");

        Figure shared = LIMITS.share(figure, new Work(0.5e9, 1e9, 0));

        assertThat(shared.limit()).isEqualTo(new LimitShare("matmul_gflops", 0.75));
    }

    @Test
    void theLimitsAreTheEnginesFigures() {
        Figure matmul = Figure.of("matmul_gflops", Samples.of(List.of(50.0)), "GFLOP/s", 1, "");
        Figure bandwidth = Figure.of("memory_bandwidth_gbps", Samples.of(List.of(20.0)), "GB/s", 1, "");

        assertThat(PhysicalLimits.of(List.of(matmul, bandwidth)))
                .isEqualTo(new PhysicalLimits(50e9, OptionalDouble.empty(), 20e9));
    }

    private static double share(Figure figure, Work work) {
        return requireNonNull(LIMITS.share(figure, work).limit()).share();
    }

    private static Figure figure(double value, String unit) {
        return Figure.of("a figure", Samples.of(List.of(value)), unit, 1, "tiny");
    }
}
