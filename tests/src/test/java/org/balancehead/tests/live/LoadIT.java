package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.balancehead.actors.fakes.Heads;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;
import org.balancehead.model.image.RgbImage;
import org.balancehead.server.cli.BalanceHeadCommand;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.client.StreamConnection;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.server.load.LoadReport;
import org.balancehead.server.load.LoadRun;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadIT {
    private static final Machine MACHINE = new Machine("Cpu", 2, 1L << 34, "Java", "Engine", "cpu");
    private static final int SECONDS = 5;
    private static final int PLACES = 2;

    private final WholeServer server = new WholeServer(Map.of("balancehead.sessions.max", PLACES), Optional.empty());
    private final URI stream = StreamConnection.address(server.port());

    @TempDir
    private Path folder;

    @BeforeEach
    void awaitReady() {
        StreamClient.connectWhenReady(server.port()).close();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tellsWhatVisitorsSeeAndThatOneMoreThanThereArePlacesIsRefused() throws InterruptedException {
        LoadPlan plan = new LoadPlan(PLACES + 1, SECONDS, "heads", 12, 24, "mirror", 64);
        RgbImage head = Heads.picture(FakeServer.WIDTH, FakeServer.HEIGHT, 128, 230, 120);
        EncodedClip clip = EncodedClip.of(List.of(new VideoFrame(head.width(), head.height(), head.rgb(), 0)));

        LoadReport report = new LoadRun(plan, stream, clip, progress -> {}).run(MACHINE, "commit", "");

        Map<String, Double> figures = report.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
        System.out.println(figures);
        assertThat(figures)
                .containsEntry("sessions_seeing_views", (double) PLACES)
                .containsEntry("views_lost", 0.0)
                .containsEntry("reconnects", 0.0)
                .containsKeys(
                        "first_view_p50_ms",
                        "frame_age_p99_ms",
                        "view_interval_p95_ms",
                        "session_views_max_over_min",
                        "drops_frame_replaced",
                        "server_processor_cores",
                        "server_resident_most_mb");
        assertThat(figures.get("refused_upgrades")).isPositive();
        assertThat(report.errors()).isEmpty();
        assertThat(report.memory()).isNotEmpty();
    }

    @Test
    void comparesWithAnEarlierRunOfTheSameMachineAndLoadOnly() throws Exception {
        Path earlier = folder.resolve("earlier.json");
        StringWriter said = new StringWriter();

        int first = load(said, "--json", earlier.toString());
        int same = load(said, "--against", earlier.toString());
        int longer = load(said, "--seconds", "3", "--against", earlier.toString());
        Files.writeString(
                earlier, Files.readString(earlier).replaceFirst("\"cpu\" : \"[^\"]*\"", "\"cpu\" : \"Another\""));
        int elsewhere = load(said, "--against", earlier.toString());

        assertThat(first).isZero();
        assertThat(same).isIn(0, 1);
        assertThat(longer).isEqualTo(2);
        assertThat(elsewhere).isEqualTo(2);
        assertThat(said.toString())
                .contains("1 of 1 s: ")
                .contains("max/min")
                .contains("The earlier run was another load ")
                .contains("The earlier run was on another machine (Another, ");
    }

    private int load(StringWriter said, String... options) {
        return BalanceHeadCommand.commandLine()
                .setErr(new PrintWriter(said))
                .setOut(new PrintWriter(said))
                .execute(Stream.concat(
                                Stream.of("load", "--url", stream.toString(), "--sessions", "1"),
                                options[0].equals("--seconds")
                                        ? Stream.of(options)
                                        : Stream.concat(Stream.of("--seconds", "1"), Stream.of(options)))
                        .toArray(String[]::new));
    }
}
