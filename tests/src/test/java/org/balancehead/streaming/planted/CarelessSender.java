package org.balancehead.streaming.planted;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.actors.planted.Bottle;

/** Tells another actor what does not bear the mark of its package. */
public record CarelessSender(Optional<ActorRef<Bottle.Unmarked>> receiver) {}
