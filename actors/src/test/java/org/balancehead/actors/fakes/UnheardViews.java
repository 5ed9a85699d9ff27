package org.balancehead.actors.fakes;

import org.balancehead.actors.metrics.ViewMetrics;

/** Forgets what it is told, which no test asks for. */
final class UnheardViews implements ViewMetrics {
    @Override
    public void rungChanged(int from, int to) {}

    @Override
    public void connectionCarries(double bytesPerSecond) {}
}
