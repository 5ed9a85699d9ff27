package org.balancehead.actors.registry;

import java.time.Duration;
import java.util.Optional;
import org.balancehead.actors.admission.AddressBook;
import org.balancehead.actors.admission.AddressBook.Caller;
import org.balancehead.actors.admission.DeviceCapacity;
import org.balancehead.actors.admission.DeviceLoad;
import org.balancehead.actors.admission.LoadMeter;
import org.balancehead.actors.metrics.RefusalReason;
import org.balancehead.actors.session.SessionSettings;

/** Says whether there is a place for one more, by the limits and by what the devices hold. Confined to the registry. */
final class AdmissionDesk {
    private static final Duration UNTIL_ROOM = Duration.ofSeconds(10);

    /** What a newcomer costs shows in the measures after this. */
    private static final Duration UNTIL_SHOWN = Duration.ofSeconds(10);

    private final SessionSettings settings;
    private final LoadMeter meter;
    private final Places places;
    private final AddressBook addresses;
    private final DeviceCapacity capacity;

    AdmissionDesk(SessionSettings settings, LoadMeter meter, Places places) {
        this.settings = settings;
        this.meter = meter;
        this.places = places;
        this.addresses = new AddressBook(settings.admission());
        this.capacity = new DeviceCapacity(settings.admission().capacity());
    }

    /** Counts the caller in, or says why not. Parked sessions keep nobody out: they give way. */
    Optional<Admission.Refused> refusal(Caller caller, long nowNanos) {
        if (places.present() >= settings.maxSessions()) {
            return refused(
                    RefusalReason.PLACES, "All %d places are taken.".formatted(settings.maxSessions()), UNTIL_ROOM);
        }
        int joining = places.presentSince(nowNanos - UNTIL_SHOWN.toNanos());
        if (!capacity.admits(places.present(), joining, meter.load())) {
            return refused(
                    RefusalReason.CAPACITY,
                    "The devices are busy with the %d sessions that there are.".formatted(places.present()),
                    UNTIL_ROOM);
        }
        return addresses.enter(caller, nowNanos).flatMap(reason -> refused(reason, sentence(reason), wait(reason)));
    }

    void leave(Caller caller) {
        addresses.leave(caller);
    }

    /** How many sessions there may be now. */
    int capacity() {
        DeviceLoad load = meter.load();
        return capacity.sessions(settings.maxSessions(), load);
    }

    private String sentence(RefusalReason reason) {
        return reason == RefusalReason.ADDRESS_SESSIONS
                ? "Your address has the %d sessions that one may have."
                        .formatted(settings.admission().maxPerAddress())
                : "Your address opened the %d sessions that one may open a minute."
                        .formatted(settings.admission().sessionsPerMinute());
    }

    private Duration wait(RefusalReason reason) {
        Duration betweenOpenings =
                Duration.ofMinutes(1).dividedBy(settings.admission().sessionsPerMinute());
        return reason == RefusalReason.ADDRESS_RATE ? betweenOpenings.plusSeconds(1) : UNTIL_ROOM;
    }

    private static Optional<Admission.Refused> refused(RefusalReason reason, String sentence, Duration wait) {
        return Optional.of(new Admission.Refused(reason, sentence, wait));
    }
}
