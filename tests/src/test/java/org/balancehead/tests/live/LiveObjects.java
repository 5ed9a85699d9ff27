package org.balancehead.tests.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;

/** How many objects of a visit are alive in this process: native arrays, pictures, faces, sessions. */
final class LiveObjects {
    private static final List<String> OF_A_VISIT = List.of(
            "ai.djl.pytorch.engine.PtNDArray",
            "org.balancehead.model.face.FaceAnalysis",
            "org.balancehead.model.face.AlignedHead",
            "org.balancehead.streaming.video.VideoFrame",
            "org.balancehead.actors.session.AvatarSession",
            "org.balancehead.actors.connection.ClientConnection",
            "org.balancehead.actors.session.CameraIntake",
            "org.balancehead.actors.avatar.AvatarReconstruction",
            "org.balancehead.actors.session.ViewStream");

    private LiveObjects() {}

    /** By class; what can no longer be reached is not counted. */
    static Map<String, Long> count() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> counts = new TreeMap<>();
        OF_A_VISIT.forEach(name -> counts.put(name, 0L));
        histogram.lines().map(line -> line.strip().split("\\s+", 5)).forEach(columns -> {
            if (columns.length > 3 && counts.containsKey(columns[3])) {
                counts.put(columns[3], Long.parseLong(columns[1]));
            }
        });
        return counts;
    }

    /**
     * Waits until there are no more of any than there were: what a visit needed is freed after it, not with it. Returns
     * how long it took.
     */
    static Duration awaitAtMost(Map<String, Long> before, Duration patience) throws JMException, InterruptedException {
        long began = System.nanoTime();
        Map<String, Long> more = awaitNoMoreThan(before, patience);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("alive before the visit: %s%nmore alive after it: %s%n", before, more);
        assertThat(more).as("more than %s", before).isEmpty();
        return took;
    }

    /** As {@link #awaitAtMost}, but tells how many more there are when patience ends, by class; none for none. */
    static Map<String, Long> awaitNoMoreThan(Map<String, Long> before, Duration patience)
            throws JMException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<String, Long> more = beyond(before);
        while (!more.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(200);
            more = beyond(before);
        }
        return more;
    }

    private static Map<String, Long> beyond(Map<String, Long> before) throws JMException {
        Map<String, Long> more = new TreeMap<>();
        count().forEach((name, now) -> {
            long beyond = now - before.getOrDefault(name, 0L);
            if (beyond > 0) {
                more.put(name, beyond);
            }
        });
        return more;
    }
}
