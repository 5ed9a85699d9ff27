package org.balancehead.actors.session;

import org.balancehead.protocol.message.Codec;
import org.balancehead.protocol.message.Limits;
import org.balancehead.protocol.message.ViewMode;

/**
 * What client and server agreed on in {@code hello} and {@code welcome}.
 *
 * @param codec how views are encoded
 * @param size side of the views in pixels
 * @param fps views a second at most
 * @param mode the view to begin with
 */
public record Agreement(Codec codec, int size, int fps, ViewMode mode, Limits limits) {}
