package org.balancehead.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.balancehead.server.config.AddressRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedAddressTest {
    private static final ForwardedAddress ADDRESSES = new ForwardedAddress(List.of(
            AddressRange.parse("10.0.0.0/8").orElseThrow(),
            AddressRange.parse("::1").orElseThrow()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // peer | header | counted
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9", // a visitor that came directly says what it likes
                "10.0.0.7 | 198.51.100.1 | 198.51.100.1",
                "10.0.0.7 | 1.2.3.4, 198.51.100.1 | 198.51.100.1", // what stands before the proxy's word is the
                // visitor's
                "10.0.0.7 | 10.9.9.9, 198.51.100.1 | 198.51.100.1", // even when it pretends to be a proxy
                "10.0.0.7 | 198.51.100.1, 10.0.0.8 | 198.51.100.1", // two proxies in a row
                "10.0.0.7 | 10.0.0.9, 10.0.0.8 | 10.0.0.9",
                "10.0.0.7 | 198.51.100.1:4711 | 198.51.100.1",
                "::1 | [2001:db8::5]:4711 | 2001:db8::5",
                "::1 | 2001:db8::5 | 2001:db8::5",
                "10.0.0.7 | localhost | 10.0.0.7", // names are not looked up
                "10.0.0.7 | 198.51.100.1, nonsense | 10.0.0.7",
                "10.0.0.7 | 198.51.100.1, nonsense, 10.0.0.8 | 10.0.0.8",
                "10.0.0.7 | '' | 10.0.0.7",
                "10.0.0.7 | 999.1.1.1 | 10.0.0.7",
            })
    void believesWhatTrustedProxiesSayAndNobodyElse(String peer, String header, String counted) throws Exception {
        assertThat(ADDRESSES.of(request(peer, header))).isEqualTo(InetAddress.getByName(counted));
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.1, 203.0.113.9", "203.0.113.9, 198.51.100.1"})
    void readsSeveralHeadersAsOne(String first, String second) throws Exception {
        assertThat(ADDRESSES.of(request("10.0.0.7", first, second))).isEqualTo(InetAddress.getByName(second));
    }

    @Property(tries = 300)
    void whatAStrangerSaysChangesNothing(@ForAll String said) throws Exception {
        String line = said.replaceAll("[\\r\\n]", "");

        assertThat(ADDRESSES.of(request("203.0.113.9", line))).isEqualTo(InetAddress.getByName("203.0.113.9"));
        assertThat(ADDRESSES.of(request("10.0.0.7", line + ", 198.51.100.1")))
                .isEqualTo(InetAddress.getByName("198.51.100.1"));
    }

    private static HttpRequest request(String peer, String... forwarded) throws Exception {
        List<HttpHeader> headers = Arrays.stream(forwarded)
                .<HttpHeader>map(value -> RawHeader.create("X-Forwarded-For", value))
                .toList();
        return HttpRequest.GET("/v1/stream")
                .withHeaders(headers)
                .addAttribute(AttributeKeys.remoteAddress, RemoteAddress.create(InetAddress.getByName(peer)));
    }
}
