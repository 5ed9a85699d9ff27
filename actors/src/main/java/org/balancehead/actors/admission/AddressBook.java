package org.balancehead.actors.admission;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.streaming.flow.TokenBucket;

/**
 * What each address has and does. Bounded: of those that have no session, the one that came least lately is forgotten
 * first. Confined to one thread.
 */
public final class AddressBook {
    /**
     * Who is counted as one: an IPv4 address, or the network of 64 bits that one subscriber of IPv6 has.
     *
     * @param prefix its bytes, as text
     */
    public record Caller(String prefix) {
        private static final int NETWORK_BYTES = 8;

        public static Caller of(InetAddress address) {
            byte[] bytes = address.getAddress();
            return new Caller(
                    Arrays.toString(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
        }
    }

    private static final class Entry {
        private final TokenBucket openings;
        private int sessions;

        Entry(TokenBucket openings) {
            this.openings = openings;
        }
    }

    private final AdmissionSettings settings;
    private final Map<Caller, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    public AddressBook(AdmissionSettings settings) {
        this.settings = settings;
    }

    /** Counts one session more of the caller, or says why not. */
    public Optional<RefusalReason> enter(Caller caller, long nowNanos) {
        if (!entries.containsKey(caller)) {
            makeRoom();
        }
        Entry entry = entries.computeIfAbsent(caller, unknown -> new Entry(openings(nowNanos)));
        if (entry.sessions >= settings.maxPerAddress()) {
            return Optional.of(RefusalReason.ADDRESS_SESSIONS);
        }
        if (!entry.openings.tryTake(nowNanos)) {
            return Optional.of(RefusalReason.ADDRESS_RATE);
        }
        entry.sessions++;
        return Optional.empty();
    }

    /** A session of that caller is over. */
    public void leave(Caller caller) {
        Entry entry = entries.get(caller);
        if (entry != null) {
            entry.sessions--;
        }
    }

    /** How many callers are remembered. */
    public int size() {
        return entries.size();
    }

    private TokenBucket openings(long nowNanos) {
        return new TokenBucket(settings.sessionsPerMinute() / 60.0, settings.sessionsPerMinute(), nowNanos);
    }

    /** Those with sessions stay: the places bound them. */
    private void makeRoom() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() >= settings.addresses() && oldest.hasNext()) {
            if (oldest.next().sessions == 0) {
                oldest.remove();
            }
        }
    }
}
