package org.balancehead.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {
    private static final String TEXT = """
            # HELP drops_total Frames that came to nothing
            # TYPE drops_total counter
            drops_total{reason="stale"} 3.0
            drops_total{reason="no-ticket",device="a \\"b\\", c"} 4.0
            # TYPE up gauge
            up 1.5E9
            # TYPE odd gauge
            odd{of="nan"} NaN
            odd{of="much"} +Inf
            """;

    @Test
    void readsNamesLabelsAndValues() {
        MetricsText metrics = MetricsText.parse(TEXT);

        assertThat(metrics.types()).containsEntry("drops_total", "counter").containsEntry("up", "gauge");
        assertThat(metrics.sum("drops_total")).isEqualTo(7);
        assertThat(metrics.sum("up")).isEqualTo(1.5e9);
        assertThat(metrics.by("reason", "drops_total"))
                .containsEntry("stale", 3.0)
                .containsEntry("no-ticket", 4.0)
                .hasSize(2);
        assertThat(metrics.by("of", "odd")).containsEntry("much", Double.POSITIVE_INFINITY);
        assertThat(metrics.sum("what is not there")).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "up one",
                "9up 1",
                "up{reason=\"a\" 1",
                "up{reason=a} 1",
                "up{reason=\"a\" device=\"b\"} 1",
                "up{reason=\"a\",reason=\"b\"} 1",
                "up 1\nup 2",
                "up{a=\"1\",b=\"2\"} 1\nup{b=\"2\",a=\"1\"} 2",
                "# TYPE up gauge\n# TYPE up gauge",
                "# TYPE up dial",
                "#up 1",
                "",
            })
    void refusesWhatIsNotOfTheFormat(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricsText.parse(text + "\n"))
                .withMessageStartingWith("This line is not of Prometheus' text format: ");
    }
}
