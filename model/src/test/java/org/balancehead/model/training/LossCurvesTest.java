package org.balancehead.model.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurvesTest {
    @TempDir
    private Path folder;

    @Test
    void forgetsWhatAResumedTrainingTakesAgainAndWhatAKillToreOff() throws IOException {
        LossCurves curves = new LossCurves(folder);
        curves.add(1, Map.of("b", 2.0, "a", -0.5));
        curves.add(2, Map.of("a", 0.25));
        Files.writeString(folder.resolve("losses.csv"), "3,a", StandardOpenOption.APPEND);

        curves.keepUpTo(1);
        curves.add(2, Map.of("a", 0.125));
        curves.plot();

        assertThat(folder.resolve("losses.csv")).hasContent("1,a,-0.500000\n1,b,2.000000\n2,a,0.125000\n");
        assertThat(folder.resolve("losses.png")).isNotEmptyFile();
    }

    @Test
    void plotsNothingWhereNoFigureHasASecondPoint() throws IOException {
        LossCurves curves = new LossCurves(folder);
        curves.add(0, Map.of("variety", 0.9));

        curves.plot();

        assertThat(folder.resolve("losses.png")).doesNotExist();
    }
}
