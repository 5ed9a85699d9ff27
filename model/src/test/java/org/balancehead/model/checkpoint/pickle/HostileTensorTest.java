package org.balancehead.model.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors that do not lie in their storage, and storages that are not what they announce. */
class HostileTensorTest {
    private static final long HUGE = 1L << 40;

    @TempDir
    Path folder;

    @Test
    void refusesNegativeNumbers() {
        String why = "a tensor's offset, shape or strides have something else than numbers from 0 on";

        assertThat(refusal(-1, new Tuple(2), new Tuple(1))).contains(why);
        assertThat(refusal(0, new Tuple(-2), new Tuple(1))).contains(why);
        assertThat(refusal(3, new Tuple(2), new Tuple(-1))).contains(why);
        assertThat(refusal(0, new Tuple(2.0), new Tuple(1))).contains(why);
    }

    @Test
    void refusesTensorsThatReachBeyondTheirStorage() {
        String why = "reaches beyond its storage of 6 numbers";

        assertThat(refusal(5, new Tuple(2), new Tuple(1))).contains("a tensor of shape [2] " + why);
        assertThat(refusal(0, new Tuple(2, 3), new Tuple(4, 1))).contains(why);
        assertThat(refusal(7, new Tuple(0), new Tuple(1))).contains(why);
        assertThat(refusal(Long.MAX_VALUE, new Tuple(2), new Tuple(1))).contains(why);
        assertThat(refusal(0, new Tuple(2), new Tuple(Long.MAX_VALUE))).contains(why);
        assertThat(refusal(0, new Tuple(HUGE, HUGE), new Tuple(HUGE, HUGE))).contains(why);
        assertThat(refusal(0, new Tuple(25_000_000_000L), new Tuple(1))).contains(why);
    }

    @Test
    void refusesTensorsWithMoreNumbersThanTheyLieOn() {
        String why = "lies on 1 numbers, but at least its own and at most 268435456 are read";

        assertThat(refusal(0, new Tuple(4), new Tuple(0))).contains(why);
        assertThat(refusal(0, new Tuple(HUGE, HUGE, HUGE), new Tuple(0, 0, 0))).contains(why);
    }

    @Test
    void refusesTooManyExtents() {
        Tuple nine = new Tuple(Collections.nCopies(9, 1).toArray());

        assertThat(refusal(0, nine, nine)).contains("a tensor has 9 extents and 9 strides, but at most 8");
        assertThat(refusal(0, new Tuple(1, 2), new Tuple(1))).contains("2 extents and 1 strides");
    }

    @Test
    void refusesCountsThatDoNotAgree() {
        StorageWriter announced = new StorageWriter(1, 2);
        announced.announced = 3;
        StorageWriter counted = new StorageWriter(1, 2);
        counted.count = 3;
        StorageWriter both = new StorageWriter(1, 2);
        both.announced = 25_000_000_000L;
        both.count = 25_000_000_000L;
        StorageWriter negative = new StorageWriter(1, 2);
        negative.announced = -2;
        negative.count = -2;

        assertThat(refusal(announced)).contains("a storage announces 3 numbers, but has 2");
        assertThat(refusal(counted)).contains("a storage announces 2 numbers, but has 3");
        assertThat(refusal(both)).contains("a storage of 25000000000 numbers has 8 bytes for them");
        assertThat(refusal(negative)).contains("a storage announces -2 numbers, but has -2");
    }

    @Test
    void refusesBytesBehindTheNumbers() {
        StorageWriter storage = new StorageWriter(1, 2);
        storage.numbers = new byte[9];

        assertThat(refusal(storage)).contains("a storage of 2 numbers has 9 bytes for them");
    }

    @Test
    void refusesAnotherNumberOfKeysThanOne() {
        for (List<Object> keys : List.<List<Object>>of(List.of(), List.of("94120000", "94120000"), List.of("other"))) {
            StorageWriter storage = new StorageWriter(1, 2);
            storage.keys = keys;

            assertThat(refusal(storage)).contains("a tensor's storage has not exactly one key");
        }
    }

    @Test
    void refusesBigEndianNumbers() {
        StorageWriter storage = new StorageWriter(1, 2);
        storage.littleEndian = false;

        assertThat(refusal(storage)).contains("a tensor's numbers are not little-endian");
    }

    @Test
    void refusesOtherNamesThanStorages() {
        StorageWriter call = new StorageWriter(1, 2);
        call.module = "os";
        call.type = "system";
        StorageWriter complex = new StorageWriter(1, 2);
        complex.type = "ComplexFloatStorage";

        assertThat(refusal(call)).contains("a tensor's storage names 'os system', but may only be");
        assertThat(refusal(complex)).contains("a tensor's storage names 'torch ComplexFloatStorage'");
    }

    @ParameterizedTest
    @ValueSource(ints = {'R', 'b', 'h', 'P', ')', 0x81, 0x85, 0x93, 0x94, 0x95, 'G'})
    void refusesInstructionsThatStoragesDoNotNeed(int code) {
        byte[] stream = new StorageWriter(1, 2).write();
        int behindTheStart = 21 + 2;
        stream[behindTheStart] = (byte) code;

        assertThat(Refusals.of(folder, Samples.withParameter(Samples.storage(stream))))
                .contains("0x%02x is no instruction".formatted(code));
    }

    @Test
    void refusesStreamsOfAnotherFormat() {
        assertThat(Refusals.of(folder, Samples.withParameter(Samples.storage(new byte[] {'P', 'K', 3, 4}))))
                .contains("a tensor's numbers are not stored as torch did before 1.6");
        assertThat(Refusals.of(folder, Samples.withParameter(Samples.storage(new byte[0]))))
                .contains("the pickle breaks off here");
    }

    @Test
    void refusesTwoStoragesOfTheSameBytes() {
        PickleWriter pickle = new PickleWriter(4);
        int bytes = pickle.value(new StorageWriter(1, 2).write()).memoize();
        for (int i = 0; i < 2; i++) {
            pickle.global("torch.storage", "_load_from_bytes").recall(bytes).raw(0x85, 'R');
        }

        assertThat(Refusals.of(folder, pickle)).contains("two storages are made of the same bytes");
    }

    @Test
    void refusesTruthValuesAsNumbers() throws IOException {
        StorageWriter storage = new StorageWriter();
        storage.type = "BoolStorage";
        storage.announced = 1;
        storage.count = 1;
        storage.numbers = new byte[] {1};
        byte[] file = Samples.withParameter(Samples.tensor(storage, 0, new Tuple(1), new Tuple(1)));

        try (Snapshot snapshot = Snapshot.open(Files.write(folder.resolve("s.pkl"), file))) {
            Map<String, PickledTensor> tensors =
                    snapshot.network("G_ema").orElseThrow().allTensors();

            assertThat(tensors)
                    .hasEntrySatisfying(
                            "weight",
                            tensor -> assertThat(Refusals.sentence(
                                            catchThrowableOfType(CheckpointException.class, tensor::values)))
                                    .contains("a tensor holds truth values where numbers are needed"));
        }
    }

    private String refusal(StorageWriter storage) {
        return Refusals.of(folder, Samples.withParameter(Samples.tensor(storage, 0, new Tuple(2), new Tuple(1))));
    }

    private String refusal(long offset, Tuple shape, Tuple strides) {
        StorageWriter storage = new StorageWriter(1, 2, 3, 4, 5, 6);
        return Refusals.of(folder, Samples.withParameter(Samples.tensor(storage, offset, shape, strides)));
    }
}
