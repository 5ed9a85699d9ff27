package org.balancehead.actors.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.inference.DeviceRequest;
import org.jspecify.annotations.Nullable;

/** Whom views show, and the device that makes them, which changes between two views. Confined to the stream. */
final class ViewSubject {
    private ActorRef<DeviceRequest> device;
    private @Nullable ActorRef<DeviceRequest> next;
    private long revisionThere;

    /** The revision that the client was told of; 0 while there is nothing to show. */
    private long revision;

    ViewSubject(ActorRef<DeviceRequest> device) {
        this.device = device;
    }

    ActorRef<DeviceRequest> device() {
        return device;
    }

    long revision() {
        return revision;
    }

    boolean isThere() {
        return revision > 0;
    }

    /** The client was told of this revision. */
    void show(long told) {
        revision = told;
    }

    /** There is nobody to show, here and there. */
    void hide() {
        revision = 0;
        revisionThere = 0;
    }

    /** This device has nobody to show. */
    void lose() {
        revision = 0;
    }

    /** To be taken from another device, which shows that revision there. */
    void moveTo(ActorRef<DeviceRequest> other, long shownThere) {
        next = other;
        revisionThere = shownThere;
    }

    boolean isToMove() {
        return next != null;
    }

    /** Takes them from the other device from now on, if there is one; whether there was. */
    boolean move() {
        if (next == null) {
            return false;
        }
        device = next;
        revision = revisionThere;
        next = null;
        return true;
    }
}
