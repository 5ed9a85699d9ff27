package org.balancehead.server.cli;

import java.nio.file.Path;
import java.util.List;
import org.balancehead.protocol.message.ViewMode;
import org.balancehead.server.client.EncodedClip;
import org.balancehead.server.load.LoadPlan;
import org.balancehead.streaming.video.UnreadableMediaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who comes to a server that is loaded, and what they do. */
final class VisitorsOption {
    @Option(
            names = "--sessions",
            paramLabel = "N",
            split = ",",
            defaultValue = "8",
            description =
                    "Visitors at a time (default ${DEFAULT-VALUE}); several numbers, such as 1,2,4,8, for one load"
                            + " after the other and a table of all.")
    private List<Integer> sessions;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long they stay (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--clip",
            paramLabel = "FILE",
            description = "What their cameras show, over and over (default: the bundled clip).")
    private @Nullable Path clip;

    @Option(
            names = "--camera-fps",
            paramLabel = "N",
            defaultValue = "24",
            description = "Camera frames a second, as the page sends in a mirror (default ${DEFAULT-VALUE}).")
    private int cameraFps;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "24",
            description = "Views a second that each asks for (default ${DEFAULT-VALUE}).")
    private int fps;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "mirror",
            description = "orbit, mirror, fixed or camera (default ${DEFAULT-VALUE}); the age of frames is known in"
                    + " mirror alone.")
    private String mode;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            defaultValue = "jpeg",
            description = "What views come in: jpeg, h264 or vp8 (default ${DEFAULT-VALUE}).")
    private String codec;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "256",
            description = "Side of the views in pixels (default ${DEFAULT-VALUE}).")
    private int size;

    @Option(
            names = "--slow",
            paramLabel = "N",
            defaultValue = "0",
            description = "Visitors among them who read 1 KB a second (default ${DEFAULT-VALUE}).")
    private int slow;

    @Option(
            names = "--vanish",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Visitors among them who cut their connection without a word and come again, every second time"
                            + " with their resume token (default ${DEFAULT-VALUE}).")
    private int vanish;

    @Option(
            names = "--think",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long these stay each time, and stay away (default ${DEFAULT-VALUE}).")
    private int think;

    /**
     * A plan for each number of visitors.
     *
     * @throws BadInputException when one is out of range
     */
    List<LoadPlan> plans() {
        try {
            String wanted = ViewMode.ofName(mode).wireName();
            String name = String.valueOf(file().getFileName());
            return sessions.stream()
                    .map(number -> new LoadPlan(
                            number, seconds, name, cameraFps, fps, wanted, codec, size, slow, vanish, think))
                    .toList();
        } catch (IllegalArgumentException outOfRange) {
            throw new BadInputException(String.valueOf(outOfRange.getMessage()), outOfRange);
        }
    }

    /**
     * What their cameras show.
     *
     * @throws BadInputException when it cannot be read
     */
    EncodedClip frames() {
        try {
            return EncodedClip.read(file());
        } catch (UnreadableMediaException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private Path file() {
        Path home = Path.of(System.getProperty("balancehead.home", "."));
        return clip == null ? home.resolve("demo").resolve("webcam.mp4") : clip;
    }
}
