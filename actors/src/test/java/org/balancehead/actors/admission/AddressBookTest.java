package org.balancehead.actors.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.balancehead.actors.admission.AddressBook.Caller;
import org.balancehead.actors.metrics.RefusalReason;
import org.junit.jupiter.api.Test;

class AddressBookTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Caller ANNE = new Caller("anne");

    private final AddressBook book =
            new AddressBook(new AdmissionSettings(2, 3, 16, AdmissionSettings.DEFAULTS.capacity()));

    @Test
    void givesAnAddressSoManySessionsAndNoMore() {
        book.enter(ANNE, 0);
        book.enter(ANNE, 0);

        assertThat(book.enter(ANNE, 0)).contains(RefusalReason.ADDRESS_SESSIONS);
        assertThat(book.enter(new Caller("bert"), 0)).isEmpty();
        book.leave(ANNE);
        assertThat(book.enter(ANNE, 0)).isEmpty();
    }

    @Test
    void letsAnAddressOpenSoManyAMinute() {
        for (int i = 0; i < 3; i++) {
            assertThat(book.enter(ANNE, 0)).isEmpty();
            book.leave(ANNE);
        }

        assertThat(book.enter(ANNE, SECOND)).contains(RefusalReason.ADDRESS_RATE);
        assertThat(book.enter(ANNE, 20 * SECOND)).isEmpty();
    }

    @Test
    void forgetsThoseWithoutASessionFirst() {
        book.enter(ANNE, 0);
        book.enter(ANNE, 0);
        for (int i = 0; i < 100; i++) {
            Caller passer = new Caller("passer " + i);
            book.enter(passer, 0);
            book.leave(passer);
        }

        assertThat(book.size()).isEqualTo(16);
        assertThat(book.enter(ANNE, 0)).contains(RefusalReason.ADDRESS_SESSIONS);
    }

    @Test
    void takesANetworkOfIpV6AsOneAddress() throws UnknownHostException {
        Caller one = Caller.of(InetAddress.getByName("2001:db8:1:2::1"));
        Caller neighbour = Caller.of(InetAddress.getByName("2001:db8:1:2:ffff::9"));
        Caller other = Caller.of(InetAddress.getByName("2001:db8:1:3::1"));

        assertThat(one).isEqualTo(neighbour).isNotEqualTo(other);
        assertThat(Caller.of(InetAddress.getByName("192.0.2.1")))
                .isNotEqualTo(Caller.of(InetAddress.getByName("192.0.2.2")));
    }
}
