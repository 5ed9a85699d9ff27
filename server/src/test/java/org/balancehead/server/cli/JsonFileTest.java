package org.balancehead.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
    @TempDir
    private Path folder;

    @Test
    void replacesAnEarlierFileAndLeavesNothingBeside() {
        Path place = folder.resolve("figures.json");
        new JsonFile(place).write(Map.of("psnr", 20));

        new JsonFile(place).write(Map.of("psnr", 23));

        assertThat(place).content().isEqualToIgnoringWhitespace("{\"psnr\": 23}");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void refusesAPlaceWhereNothingCanBeWritten() {
        Path place = folder.resolve("nowhere").resolve("figures.json");

        assertThatThrownBy(() -> new JsonFile(place).write(Map.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(place + " cannot be written: choose another file or change the permissions.");
    }
}
