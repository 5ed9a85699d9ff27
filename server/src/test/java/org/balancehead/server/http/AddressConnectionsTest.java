package org.balancehead.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.balancehead.server.config.AddressRange;
import org.junit.jupiter.api.Test;

class AddressConnectionsTest {
    private final List<ConnectionRefusal> refusals = new ArrayList<>();
    private int open;
    private final AddressConnections connections =
            new AddressConnections(2, List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()), new ConnectionMetrics() {
                @Override
                public void connectionsOpen(int connections) {
                    open = connections;
                }

                @Override
                public void connectionRefused(ConnectionRefusal why) {
                    refusals.add(why);
                }
            });

    @Test
    void givesEachAddressItsOwnAndTakesThemBack() throws UnknownHostException {
        boolean first = connections.enter(address("192.0.2.1"));
        boolean second = connections.enter(address("192.0.2.1"));
        boolean third = connections.enter(address("192.0.2.1"));
        boolean other = connections.enter(address("192.0.2.2"));
        connections.leave(address("192.0.2.1"));
        boolean again = connections.enter(address("192.0.2.1"));

        assertThat(List.of(first, second, third, other, again)).containsExactly(true, true, false, true, true);
        assertThat(refusals).containsExactly(ConnectionRefusal.ADDRESS_CONNECTIONS);
        assertThat(open).isEqualTo(3);
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() throws UnknownHostException {
        connections.enter(address("2001:db8::1"));
        connections.enter(address("2001:db8::2"));

        assertThat(connections.enter(address("2001:db8::3"))).isFalse();
        assertThat(connections.enter(address("2001:db8:0:1::1"))).isTrue();
    }

    @Test
    void setsTrustedProxiesNoBound() throws UnknownHostException {
        for (int i = 0; i < 100; i++) {
            assertThat(connections.enter(address("10.1.2.3"))).isTrue();
        }
        assertThat(open).isEqualTo(100);
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
