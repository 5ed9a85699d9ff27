package org.balancehead.model.generator.chart;

import org.balancehead.model.camera.CameraPose;

/** A head's shell, and where it is seen from. */
public record SeenShell(ChartShell shell, CameraPose camera) {}
