package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.balancehead.server.load.MetricsText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard and the alert rules that we ship, and the manual, name no metric that a server does not show. */
class DashboardsIT {
    private static final Path DOCS = Path.of(System.getProperty("balancehead.home"), "docs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SERIES =
            Pattern.compile("\\b((?:balancehead|process|jvm|system)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern NAMED =
            Pattern.compile("`((?:balancehead|process|jvm|system)_[a-z_]+)(\\*)?(?:\\{([^}`]*)})?`");
    private static final Pattern NAMED_LABEL = Pattern.compile("(\\w+)(?:=\"([^\"]*)\")?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");
    private static final Pattern RULE = Pattern.compile(
            "- alert: (\\w+)\n +expr: (.*?)\n +(?:for: \\w+\n +)?labels: \\{severity: (?:warning|critical)}\n"
                    + " +annotations:\n +summary: \"[^\n]+\"\n +action: \"[^\n]+\"",
            Pattern.DOTALL);

    private static MetricsText metrics;

    @BeforeAll
    static void scrape() throws Exception {
        try (WholeServer server = new WholeServer(Map.of(), Optional.empty());
                StreamClient client = StreamClient.connectWhenReady(server.port())) {
            client.greet();
            System.gc(); // its pauses are shown after the first one
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            metrics = server.metrics();
            while (Double.isNaN(metrics.sum("jvm_gc_pause_seconds_sum")) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(50);
                metrics = server.metrics();
            }
        }
    }

    @AfterAll
    static void forget() {
        metrics = new MetricsText(Map.of(), List.of());
    }

    @Test
    void theDashboardShowsWhatThereIs() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(DOCS.resolve("grafana/balancehead.json").toFile());
        List<JsonNode> panels = new ArrayList<>();
        dashboard.path("panels").forEach(panels::add);

        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> {
            JsonNode place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isBetween(1, 24);
        });
        assertThat(dashboard.findValuesAsText("expr"))
                .hasSizeGreaterThan(20)
                .allSatisfy(DashboardsIT::assertThatItAsksForWhatThereIs);
    }

    @Test
    void theAlertRulesAskForWhatThereIs() throws IOException {
        String rules = Files.readString(DOCS.resolve("prometheus/balancehead-alerts.yaml"));
        List<MatchResult> read = RULE.matcher(rules).results().toList();

        assertThat(read)
                .hasSize((int) rules.lines()
                        .filter(line -> line.strip().startsWith("- alert:"))
                        .count())
                .hasSizeGreaterThan(8);
        assertThat(read).extracting(rule -> rule.group(1)).doesNotHaveDuplicates();
        assertThat(read).extracting(rule -> rule.group(2)).allSatisfy(expression -> {
            if (!expression.startsWith("up{")) { // Prometheus' own
                assertThatItAsksForWhatThereIs(expression);
            }
        });
    }

    @Test
    void theManualNamesWhatThereIs() throws IOException {
        String manual = Files.readString(DOCS.resolve("operations.md"));
        List<MatchResult> named = NAMED.matcher(manual).results().toList();

        assertThat(named).hasSizeGreaterThan(40).allSatisfy(DashboardsIT::assertThatItIsThere);
    }

    /** With the labels that it is named with, and their values where they are given; a star stands for any ending. */
    private static void assertThatItIsThere(MatchResult named) {
        String name = named.group(1);
        List<MetricsText.Sample> samples = metrics.samples().stream()
                .filter(sample -> named.group(2) != null
                        ? sample.name().startsWith(name)
                        : Stream.of("", "_bucket", "_sum").map(name::concat).anyMatch(sample.name()::equals))
                .toList();
        assertThat(samples).as(named.group()).isNotEmpty();
        String labels = named.group(3) == null ? "" : named.group(3);
        for (MatchResult label : NAMED_LABEL.matcher(labels).results().toList()) {
            assertThat(samples).as(named.group()).anyMatch(sample -> {
                String value = sample.labels().get(label.group(1));
                return value != null
                        && (label.group(2) == null || label.group(2).equals(value));
            });
        }
    }

    private static void assertThatItAsksForWhatThereIs(String expression) {
        List<MatchResult> series = SERIES.matcher(expression).results().toList();
        assertThat(series).as(expression).isNotEmpty();
        for (MatchResult one : series) {
            String labels = one.group(2) == null ? "" : one.group(2);
            List<MatchResult> wanted = MATCHER.matcher(labels)
                    .results()
                    .filter(label -> !label.group(1).equals("instance")) // Prometheus adds it
                    .toList();
            assertThat(metrics.samples())
                    .as(one.group() + " in " + expression)
                    .anyMatch(sample -> sample.name().equals(one.group(1)));
            for (MatchResult label : wanted) {
                for (String value : label.group(3).split("\\|", -1)) {
                    assertThat(metrics.by(label.group(1), one.group(1)))
                            .as(one.group() + " in " + expression)
                            .containsKey(value);
                }
            }
        }
    }
}
