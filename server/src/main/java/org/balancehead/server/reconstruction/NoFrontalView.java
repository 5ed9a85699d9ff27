package org.balancehead.server.reconstruction;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.balancehead.model.face.Advice;

/** Words why none of the pictures can be the frontal view. */
final class NoFrontalView {
    private NoFrontalView() {}

    /** One sentence about all that was seen; of a clip, about what was wrong with most of its frames. */
    static String sentence(List<Sighting> sightings) {
        List<Path> files = sightings.stream().map(Sighting::file).distinct().toList();
        if (files.size() == 1) {
            Advice advice = mostFrequent(sightings);
            return "%s %s: %s.".formatted(files.get(0), fault(advice, sightings), cure(advice));
        }
        String faults = sightings.stream()
                .map(sighting -> "%s %s".formatted(sighting.file(), fault(sighting.advice(), List.of(sighting))))
                .collect(Collectors.joining(", "));
        return "None of the %d photos can be the frontal view (%s): add one that looks at the camera."
                .formatted(files.size(), faults);
    }

    /** Turned faces count before everything else: a face that was seen is nearer to success than one that was not. */
    private static Advice mostFrequent(List<Sighting> sightings) {
        Map<Advice, Long> counts = sightings.stream()
                .collect(Collectors.groupingBy(
                        Sighting::advice, () -> new EnumMap<>(Advice.class), Collectors.counting()));
        if (counts.containsKey(Advice.LOOK_AT_CAMERA)) {
            return Advice.LOOK_AT_CAMERA;
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .orElse(Advice.NO_FACE);
    }

    private static String fault(Advice advice, List<Sighting> sightings) {
        return switch (advice) {
            case LOOK_AT_CAMERA -> turned(sightings);
            case NO_FACE -> "shows no face";
            case SEVERAL_FACES -> "shows several faces";
            case TOO_DARK -> "is too dark";
            case TOO_BLURRED -> "is blurred";
            case COME_CLOSER -> "shows the face too small";
            case MOVE_BACK -> "cuts the head off at its edge";
            case FACE_COVERED, OK -> "shows a face that is partly covered";
        };
    }

    private static String turned(List<Sighting> sightings) {
        DoubleSummaryStatistics yaw = sightings.stream()
                .filter(sighting -> sighting.advice() == Advice.LOOK_AT_CAMERA)
                .collect(Collectors.summarizingDouble(Sighting::yawDegrees));
        String least = "%+.0f°".formatted(yaw.getMin());
        String most = "%+.0f°".formatted(yaw.getMax());
        if (yaw.getCount() == 1) {
            return "shows the face turned away (yaw %s)".formatted(least);
        }
        String range = least.equals(most) ? least : least + " to " + most;
        return "has no frontal frame (the face's yaw is %s)".formatted(range);
    }

    private static String cure(Advice advice) {
        return switch (advice) {
            case LOOK_AT_CAMERA -> "look straight into the camera once";
            case NO_FACE -> "give one that shows a person from the front";
            case SEVERAL_FACES -> "give one that shows one person only";
            case TOO_DARK -> "bring more light to the face and take it again";
            case TOO_BLURRED -> "hold still or clean the lens and take it again";
            case COME_CLOSER -> "come closer to the camera";
            case MOVE_BACK -> "move back until the whole head is seen";
            case FACE_COVERED, OK -> "show the whole face";
        };
    }
}
