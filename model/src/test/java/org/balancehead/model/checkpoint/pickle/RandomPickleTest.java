package org.balancehead.model.checkpoint.pickle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.balancehead.model.checkpoint.GuardedReading;

class RandomPickleTest {
    private static final int DEPTH = 4;

    private Path scratch = Path.of("none");

    @BeforeProperty
    void makeTheScratchFile() throws IOException {
        scratch = Files.createTempFile("balancehead", ".pkl");
    }

    @AfterProperty
    void removeTheScratchFile() throws IOException {
        Files.delete(scratch);
    }

    @Property(tries = 2000)
    void anyObjectsAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Object object = new RandomObjects(random).any(DEPTH);
        byte[] file = random.nextBoolean() ? Samples.withAttribute(object) : Samples.withMean(object);
        Files.write(scratch, file);

        GuardedReading.succeeds(file.length, () -> WholeSnapshot.read(scratch));
    }
}
