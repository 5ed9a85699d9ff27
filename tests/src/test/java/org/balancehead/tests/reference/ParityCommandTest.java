package org.balancehead.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.balancehead.tests.parity.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityCommandTest {
    @TempDir
    private Path folder;

    @Test
    void printsEveryStageAndThatAllAgree() {
        CommandRun run = CommandRun.of("parity", Fixtures.file("spherehead"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("parsing, camera 3")
                .contains("R1 by 43 parameters, norm")
                .containsPattern("All \\d+ stages agree.");
    }

    @Test
    void exitsWithOneWhereAStageIsOff() throws IOException {
        copyFixture("out_image_depth.npy");

        CommandRun run = CommandRun.of("parity", folder);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).containsPattern("depth, camera 0 .* exceeded").contains("stages are off");
    }

    @Test
    void refusesAFolderThatIsNoFixture() {
        CommandRun run = CommandRun.of("parity", folder);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).contains("io.npz cannot be read").doesNotContain("\n");
    }

    /** Copies a fixture, one byte of one array changed. */
    private void copyFixture(String changed) throws IOException {
        for (String name : List.of("config.json", "gradients.json", "gradients.npz", "small.pkl.gz")) {
            Files.copy(Fixtures.file("eg3d/" + name), folder.resolve(name));
        }
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(Fixtures.file("eg3d/io.npz")));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve("io.npz")))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] array = in.readAllBytes();
                if (entry.getName().equals(changed)) {
                    array[130] ^= 1; // of the first number's mantissa, the third byte
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(array);
            }
        }
    }
}
