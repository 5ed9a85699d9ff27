package org.balancehead.server.reconstruction;

/**
 * What one stage of the inversion took and reached.
 *
 * @param name the stage's name on the wire
 * @param seconds compute time of this stage
 * @param psnr of the best avatar by its end, to the supervising views, in dB
 * @param identity cosine of its face descriptor to the person's
 */
public record StageReport(String name, double seconds, double psnr, double identity) {}
