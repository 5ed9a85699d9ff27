package org.balancehead.model.checkpoint.pickle;

import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.balancehead.model.checkpoint.GuardedReading;

class RandomPickleTest {
    private static final int DEPTH = 4;

    @Property(tries = 2000)
    void anyObjectsAreReadOrRefusedButNeverBreakTheReader(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Object object = new RandomObjects(random).any(DEPTH);
        byte[] file = random.nextBoolean() ? Samples.withAttribute(object) : Samples.withMean(object);

        GuardedReading.assertReadOrRefused(file, WholeSnapshot::read);
    }
}
