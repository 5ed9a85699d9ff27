package org.balancehead.server.load;

import java.util.List;
import java.util.Map;
import org.balancehead.model.benchmark.Figure;
import org.balancehead.model.benchmark.Machine;

/**
 * A load's figures, as programs read them and later runs are compared with.
 *
 * @param machine that the visitors ran on, and the server too unless it has another address
 * @param commit of the build that ran it
 * @param server its address; empty when it ran in the same process as the visitors
 * @param plan what the visitors did
 * @param figures in the order in which people read them
 * @param errors how often which
 * @param seconds what was seen in each second in which views came
 * @param memory the server's over the time; empty where it is not to be had
 */
public record LoadReport(
        Machine machine,
        String commit,
        String server,
        LoadPlan plan,
        List<Figure> figures,
        Map<String, Integer> errors,
        List<LoadSecond> seconds,
        List<MemoryPoint> memory) {
    public LoadReport {
        figures = List.copyOf(figures);
        errors = Map.copyOf(errors);
        seconds = List.copyOf(seconds);
        memory = List.copyOf(memory);
    }
}
