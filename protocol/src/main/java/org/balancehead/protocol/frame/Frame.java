package org.balancehead.protocol.frame;

/**
 * One binary message. The payload is not copied: whoever makes a frame hands the array over.
 *
 * @param payload the encoded picture
 */
public record Frame(FrameHeader header, byte[] payload) {}
