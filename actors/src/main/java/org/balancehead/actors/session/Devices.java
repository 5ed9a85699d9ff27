package org.balancehead.actors.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.inference.DeviceRequest;
import org.balancehead.actors.inference.ServedModel;

/**
 * Whom a session asks for work: the device that inverts and renders, with its model, and the one that analyses faces.
 */
public record Devices(ServedModel model, ActorRef<DeviceRequest> renderer, ActorRef<DeviceRequest> analyser) {}
