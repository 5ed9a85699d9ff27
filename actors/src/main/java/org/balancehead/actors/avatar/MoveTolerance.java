package org.balancehead.actors.avatar;

/**
 * How much worse than the avatar that is shown one of another model version may be to take its place.
 *
 * @param psnr in dB, 0…60
 * @param identity in cosine, 0…2
 */
public record MoveTolerance(double psnr, double identity) {
    private static final double MOST_PSNR = 60;
    private static final double MOST_IDENTITY = 2;

    /** Half a decibel and 0.05: what two inversions of the same frames differ by. */
    public static final MoveTolerance DEFAULTS = new MoveTolerance(0.5, 0.05);

    public MoveTolerance {
        if (!(psnr >= 0 && psnr <= MOST_PSNR)) {
            throw new IllegalArgumentException("psnr is %s dB, but must be from 0 to %s.".formatted(psnr, MOST_PSNR));
        }
        if (!(identity >= 0 && identity <= MOST_IDENTITY)) {
            throw new IllegalArgumentException(
                    "identity is %s, but must be from 0 to %s.".formatted(identity, MOST_IDENTITY));
        }
    }
}
