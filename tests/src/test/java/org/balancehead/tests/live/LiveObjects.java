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

    /** Waits until there are no more of any than there were: what a visit needed is freed after it, not with it. */
    static void awaitAtMost(Map<String, Long> before, Duration patience) throws JMException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<String, Long> now = count();
        while (exceeds(now, before) && System.nanoTime() < deadline) {
            Thread.sleep(200);
            now = count();
        }
        System.out.printf("alive before the visit: %s%nalive after it: %s%n", before, now);
        assertThat(exceeds(now, before)).as("%s after %s", now, before).isFalse();
    }

    private static boolean exceeds(Map<String, Long> now, Map<String, Long> before) {
        return now.entrySet().stream().anyMatch(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L));
    }
}
