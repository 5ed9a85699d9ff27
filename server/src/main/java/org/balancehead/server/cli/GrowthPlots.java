package org.balancehead.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.balancehead.model.benchmark.Growth;
import org.balancehead.model.image.ImageFiles;
import org.balancehead.model.plot.LinePlot;

/** Pictures of how costs grow, {@code growth-PRESET.png} each, in a folder that is made where there is none. */
record GrowthPlots(Path folder) {
    /**
     * Draws a picture for each preset, with a panel for each of its costs.
     *
     * @throws BadInputException when nothing can be written there
     */
    void draw(List<Growth> growth) {
        Map<String, List<Growth>> byPreset =
                growth.stream().collect(Collectors.groupingBy(Growth::preset, LinkedHashMap::new, Collectors.toList()));
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, List<Growth>> one : byPreset.entrySet()) {
                Path file = folder.resolve("growth-" + one.getKey() + ".png");
                ImageFiles.writePng(
                        LinePlot.draw(one.getValue().stream().map(Growth::panel).toList()), file);
            }
        } catch (IOException e) {
            throw new BadInputException(
                    "%s cannot be written: choose another folder or change the permissions.".formatted(folder), e);
        }
    }
}
