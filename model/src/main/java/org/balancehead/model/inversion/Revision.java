package org.balancehead.model.inversion;

/**
 * Identifies and grades one revision of an avatar.
 *
 * @param number counts from 1 within one inversion
 * @param stage the stage that made it
 * @param psnr to the supervising frames inside their masks, in dB
 * @param identity cosine of the face descriptors of the frontal frame and the avatar from its camera, −1…1
 */
public record Revision(int number, Stage stage, double psnr, double identity) {
    /** Of a head that was drawn: there is nobody to compare it with. */
    static final Revision SAMPLE = new Revision(0, Stage.ENCODER, 0, 0);
}
