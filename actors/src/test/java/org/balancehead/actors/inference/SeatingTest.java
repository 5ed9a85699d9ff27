package org.balancehead.actors.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceLabel;
import org.junit.jupiter.api.Test;

class SeatingTest {
    private final PooledDevice first = device("first");
    private final PooledDevice second = device("second");
    private final Seating seating = new Seating(List.of(first, second));

    @Test
    void givesEachOfEqualDevicesTheSame() {
        paced(first, 10, 1);
        paced(second, 12, 1); // within what is measured

        seat(0, 6);

        assertThat(first.load()).isEqualTo(3);
        assertThat(second.load()).isEqualTo(3);
    }

    @Test
    void givesAFasterDeviceMore() {
        paced(first, 30, 1);
        paced(second, 10, 1);

        seat(0, 8);

        assertThat(first.load()).isEqualTo(2);
        assertThat(second.load()).isEqualTo(6);
    }

    @Test
    void takesADeviceThatWasNotMeasuredYetForAsFastAsTheFastest() {
        paced(first, 10, 1);

        seat(0, 4);

        assertThat(second.load()).isEqualTo(2);
    }

    @Test
    void movesNobodyWhoGainsNothing() {
        seat(0, 3);

        assertThat(seating.shift()).isEmpty();
    }

    @Test
    void movesFromADeviceThatHasTwoMore() {
        seat(0, 4);
        end(1, 3);

        assertThat(seating.shift()).hasValue(new Seating.Shift(first, second));
    }

    @Test
    void movesFromADeviceThatTurnsOutToBeSlow() {
        seat(0, 4);
        paced(first, 40, 1);
        paced(second, 10, 1);

        assertThat(seating.shift()).hasValue(new Seating.Shift(first, second));
    }

    @Test
    void letsSessionsTakeTurnsWhereOneDeviceHasOneMore() {
        seat(0, 3);
        paced(first, 10, 0.95);
        paced(second, 10, 0.95);

        assertThat(seating.turn()).hasValue(new Seating.Shift(first, second));
    }

    @Test
    void letsNobodyTakeTurnsWhereAllGetWhatTheyWant() {
        seat(0, 3);
        paced(first, 10, 0.4);
        paced(second, 10, 0.2);

        assertThat(seating.turn()).isEmpty();
    }

    @Test
    void letsNobodyTakeTurnsWhereTheDifferenceIsSmall() {
        seat(0, 13);
        paced(first, 10, 1);
        paced(second, 10, 1);

        assertThat(seating.turn()).isEmpty();
    }

    @Property(tries = 300)
    void comesToRestWhateverTheSpeedsAre(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 1, max = 100) Integer> millis,
            @ForAll @IntRange(max = 30) int sessions) {
        List<PooledDevice> devices = IntStream.range(0, millis.size())
                .mapToObj(i -> device("device " + i))
                .toList();
        Seating all = new Seating(devices);
        IntStream.range(0, sessions).forEach(i -> all.seat(session(i)));
        for (int i = 0; i < devices.size(); i++) {
            paced(devices.get(i), millis.get(i), 1);
        }

        int moves = 0;
        while (all.shift().isPresent() && moves <= sessions * devices.size()) {
            all.seat(all.shift().get().from().sessions().get(0));
            moves++;
        }

        assertThat(all.shift()).isEmpty();
        assertThat(devices.stream().mapToInt(PooledDevice::load).sum()).isEqualTo(sessions);
    }

    private void seat(int from, int to) {
        IntStream.range(from, to).forEach(i -> seating.seat(session(i)));
    }

    private void end(int... sessions) {
        IntStream.of(sessions).forEach(i -> seating.end(session(i)));
    }

    private static SessionId session(int number) {
        return new SessionId("session " + number);
    }

    private static PooledDevice device(String name) {
        PooledDevice device = new PooledDevice(new DeviceLabel(name, 1), 8);
        device.becameReady();
        return device;
    }

    private static void paced(PooledDevice device, int millis, double busy) {
        device.paced(new DeviceStatus.Paced(device.label(), Duration.ofMillis(millis), busy));
    }
}
