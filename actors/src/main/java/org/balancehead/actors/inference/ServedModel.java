package org.balancehead.actors.inference;

import org.balancehead.model.ModelVersion;

/** The model that a device serves, and the side of its square views in pixels. */
public record ServedModel(ModelVersion version, int imageSize) {}
