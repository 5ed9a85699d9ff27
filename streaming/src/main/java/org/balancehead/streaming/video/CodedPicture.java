package org.balancehead.streaming.video;

/**
 * One picture as an encoder made it.
 *
 * @param bytes a JPEG or PNG file, an H.264 access unit in Annex B form, or a VP8 frame
 * @param keyFrame whether it can be decoded without those before it; H.264 brings its parameter sets along then
 */
public record CodedPicture(byte[] bytes, boolean keyFrame) {}
