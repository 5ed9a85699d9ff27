package org.balancehead.model.training;

import org.balancehead.model.checkpoint.Manifest;

/** The conditions that checkpoints are trained with here. */
final class Conditions {
    /** The face descriptor of the frontal picture. */
    static final Manifest.Condition FACE = new Manifest.Condition("semantic", "faceres", 1024);

    private Conditions() {}
}
