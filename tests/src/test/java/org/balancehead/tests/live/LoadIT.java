package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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
import org.balancehead.streaming.video.Mp4Writer;
import org.balancehead.streaming.video.VideoFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadIT {
    private static final Machine MACHINE = new Machine("Cpu", 2, 1L << 34, "Java", "Engine", "cpu");
    private static final int SECONDS = 5;
    private static final int PLACES = 3;

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
        LoadReport report = run(new LoadPlan(PLACES + 1, SECONDS, "heads", 12, 24, "mirror", "jpeg", 64, 0, 0, 5));

        Map<String, Double> figures = figures(report);
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
        assertThat(report.seconds()).isNotEmpty();
        assertThat(report.memory()).isNotEmpty();
    }

    @Test
    void tellsOfThoseWhoReadSlowlyOrVanishApartFromThoseWhoBehave() throws InterruptedException {
        LoadReport report = run(new LoadPlan(PLACES, SECONDS, "heads", 12, 24, "mirror", "jpeg", 64, 1, 1, 1));

        Map<String, Double> figures = figures(report);
        assertThat(figures)
                .containsEntry("sessions_seeing_views", 1.0)
                .containsEntry("session_views_max_over_min", 1.0)
                .containsEntry("slow_reconnects", 0.0)
                .containsEntry("vanishing_reconnects", 0.0)
                .containsKeys("slow_views", "vanishing_first_view_p50_ms");
        assertThat(figures.get("vanishing_cuts")).isPositive();
        assertThat(report.errors()).isEmpty();
    }

    @Test
    void makesATableAndAPictureOfSeveralNumbersOfVisitors() throws IOException {
        StringWriter said = new StringWriter();
        Path json = folder.resolve("sweep.json");
        Path plot = folder.resolve("sweep.png");

        int code = load(said, "--sessions", "1,2", "--json", json.toString(), "--plot", plot.toString());

        System.out.println(said);
        assertThat(code).isZero();
        assertThat(said.toString())
                .contains("| visitors | ")
                .contains("| dropped |")
                .contains("| 1 | ")
                .contains("| 2 | ");
        assertThat(new ObjectMapper().readTree(json.toFile()).findValuesAsText("sessions"))
                .containsExactly("1", "2");
        assertThat(plot).isNotEmptyFile();
    }

    @Test
    void playsTheGivenClipToTheServer() throws IOException {
        Path head = clip("head.mp4", 128, 230);
        Path nobody = clip("nobody.mp4", 0, 0);
        Path json = folder.resolve("load.json");
        StringWriter said = new StringWriter();

        int seen = load(said, "--clip", head.toString(), "--seconds", "3", "--json", json.toString());
        JsonNode withHead = new ObjectMapper().readTree(json.toFile());
        int unseen = load(said, "--clip", nobody.toString(), "--seconds", "3", "--json", json.toString());
        JsonNode withoutHead = new ObjectMapper().readTree(json.toFile());

        assertThat(List.of(seen, unseen)).containsOnly(0);
        assertThat(withHead.at("/plan/clip").asText()).isEqualTo("head.mp4");
        assertThat(figure(withHead, "sessions_seeing_views")).isEqualTo(1);
        assertThat(withoutHead.at("/plan/clip").asText()).isEqualTo("nobody.mp4");
        assertThat(figure(withoutHead, "sessions_seeing_views")).isZero();
    }

    /** A second of one colour, which the fake analyser reads as a head, or as nobody. */
    private Path clip(String name, int red, int green) throws IOException {
        Path file = folder.resolve(name);
        byte[] rgb = Heads.picture(FakeServer.WIDTH, FakeServer.HEIGHT, red, green, 120)
                .rgb();
        try (Mp4Writer writer = new Mp4Writer(file, FakeServer.WIDTH, FakeServer.HEIGHT, 12)) {
            for (int frame = 0; frame < 12; frame++) {
                writer.write(new VideoFrame(FakeServer.WIDTH, FakeServer.HEIGHT, rgb, frame * 1_000_000L / 12));
            }
            writer.finish();
        }
        return file;
    }

    private static double figure(JsonNode report, String name) {
        return StreamSupport.stream(report.get("figures").spliterator(), false)
                .filter(figure -> figure.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .get("value")
                .asDouble();
    }

    private LoadReport run(LoadPlan plan) throws InterruptedException {
        RgbImage head = Heads.picture(FakeServer.WIDTH, FakeServer.HEIGHT, 128, 230, 120);
        EncodedClip clip = EncodedClip.of(List.of(new VideoFrame(head.width(), head.height(), head.rgb(), 0)));
        return new LoadRun(plan, stream, clip, progress -> {}).run(MACHINE, "commit", "");
    }

    private static Map<String, Double> figures(LoadReport report) {
        Map<String, Double> figures = report.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
        System.out.println(figures);
        return figures;
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

    /** One visitor for a second, unless the options say otherwise. */
    private int load(StringWriter said, String... options) {
        List<String> arguments = new ArrayList<>(List.of("load", "--url", stream.toString()));
        List<String> given = List.of(options);
        if (!given.contains("--sessions")) {
            arguments.addAll(List.of("--sessions", "1"));
        }
        if (!given.contains("--seconds")) {
            arguments.addAll(List.of("--seconds", "1"));
        }
        arguments.addAll(given);
        return BalanceHeadCommand.commandLine()
                .setErr(new PrintWriter(said))
                .setOut(new PrintWriter(said))
                .execute(arguments.toArray(String[]::new));
    }
}
