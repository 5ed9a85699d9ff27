package org.balancehead.actors.inference;

import java.util.Set;
import org.balancehead.actors.metrics.DeviceLabel;

/**
 * A device that is to be started: what operators call it, its lanes, and what it works with.
 *
 * @param viewsTogether how many views it may render in one call
 */
record DeviceSpec(DeviceLabel label, Set<Lane> lanes, int viewsTogether, Workbench.Maker maker) {
    /** One that renders and inverts, and is warmed up before it takes work. */
    static DeviceSpec ofModel(DeviceLabel label, int viewsTogether, ModelOpener opener, long memoryBudget) {
        return new DeviceSpec(
                label,
                HeadWorkbench.LANES,
                viewsTogether,
                (name, failed) -> new HeadWorkbench(() -> WarmUp.of(opener.open()), memoryBudget, name, failed));
    }

    /** One that analyses faces. */
    static DeviceSpec ofAnalyzer(DeviceLabel label, AnalyzerOpener analyzer, int cropSize) {
        return new DeviceSpec(
                label, FaceWorkbench.LANES, 1, (name, failed) -> new FaceWorkbench(analyzer, cropSize, name, failed));
    }
}
