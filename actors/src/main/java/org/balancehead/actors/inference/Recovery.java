package org.balancehead.actors.inference;

import java.time.Duration;
import java.util.Optional;
import org.balancehead.actors.SessionId;
import org.balancehead.actors.metrics.DeviceEvent;
import org.balancehead.actors.metrics.DeviceLabel;
import org.slf4j.Logger;

/**
 * What becomes of a device whose worker is lost: a fresh one after a wait that doubles with each loss in a row, or
 * nothing after too many, when too many workers hang, or when there is nothing to open. Confined to the device's
 * dispatcher.
 */
final class Recovery {
    private final DeviceLabel device;
    private final int maxHung;
    private final CrashRecord crashes;
    private final DeviceMeter meter;
    private final Logger log;
    private Optional<SessionId> lastBlamed = Optional.empty();
    private boolean givenUp;

    Recovery(DeviceLabel device, RecoverySettings settings, DeviceMeter meter, Logger log) {
        this.device = device;
        this.maxHung = settings.maxHung();
        this.crashes = new CrashRecord(settings);
        this.meter = meter;
        this.log = log;
    }

    /**
     * The worker is lost, or had nothing to work with.
     *
     * @param blamed the session whose work it failed on
     * @param hung how many workers hang by now
     * @param why a sentence for operators
     * @return how long to wait before the next; empty when there is none
     */
    Optional<Duration> workerLost(Optional<SessionId> blamed, int hung, String why) {
        if (givenUp) {
            return Optional.empty();
        }
        lastBlamed = blamed;
        crashes.crashed(blamed.orElse(null), System.nanoTime());
        if (crashes.tooMany() || hung > maxHung) {
            givenUp = true;
            meter.happened(DeviceEvent.GIVEN_UP);
            log.error(
                    "Device {}: failed → given up after {} crashes in a row, {} workers hang: {}",
                    device,
                    crashes.crashesInARow(),
                    hung,
                    why);
            return Optional.empty();
        }
        Duration wait = crashes.restartDelay();
        log.warn("Device {}: failed → restarts in {} ms: {}", device, wait.toMillis(), why);
        return Optional.of(wait);
    }

    /** What the device was to open is refused for what it is: another try would come to the same. */
    void giveUp() {
        givenUp = true;
        log.warn("Device {}: opening → given up", device);
    }

    /** Work of a session, or its avatar, failed and harmed nobody else. */
    void jobFailed(SessionId session, String why) {
        log.warn("Device {}: {}", device, why);
        meter.happened(DeviceEvent.JOB_FAILURE);
        crashes.strike(session, System.nanoTime());
    }

    void succeeded(SessionId session) {
        crashes.succeeded(session);
    }

    /** Why a session's work is refused, if it is. */
    Optional<Outcome.Refusal> refusal(SessionId session) {
        if (givenUp) {
            return Optional.of(Outcome.Refusal.DEVICE_RESTARTS);
        }
        return crashes.banned(session, System.nanoTime())
                ? Optional.of(Outcome.Refusal.SESSION_BANNED)
                : Optional.empty();
    }

    /**
     * Whether a session might do another device harm: its work was to blame when the worker was lost, or, as long as
     * there is one, lately at all.
     */
    boolean isSuspect(SessionId session, boolean working) {
        return !givenUp
                && (working
                        ? crashes.isStruck(session, System.nanoTime())
                        : lastBlamed.filter(session::equals).isPresent());
    }

    void forget(SessionId session) {
        crashes.forget(session);
    }
}
