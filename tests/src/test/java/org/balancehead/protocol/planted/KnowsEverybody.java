package org.balancehead.protocol.planted;

import ai.djl.ndarray.NDArray;
import java.net.http.HttpClient;
import org.apache.pekko.actor.typed.ActorRef;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.planted.ShowsTheEngine;

/** Breaks the arrows, and stands where no library may. */
public record KnowsEverybody(
        ModelVersion version, ShowsTheEngine shown, NDArray array, ActorRef<String> actor, HttpClient client) {}
