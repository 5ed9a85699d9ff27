/**
 * Flow control as plain values: the newest frame wins, credits, an even pace, bounded rates, and what a slow connection
 * is still sent. Clocks are the caller's; no thread and no actor lives here. Classes are confined to one thread at a
 * time.
 */
@NullMarked
package org.balancehead.streaming.flow;

import org.jspecify.annotations.NullMarked;
