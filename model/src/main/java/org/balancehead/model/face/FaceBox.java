package org.balancehead.model.face;

/** A rectangle in a frame, as parts of its width and height: left, top, width, height; may reach past the frame. */
public record FaceBox(double left, double top, double width, double height) {}
