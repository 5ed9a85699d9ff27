package org.balancehead.model.face;

/** What to tell a person about the frame that their camera just sent. */
public enum Advice {
    OK,
    NO_FACE,
    SEVERAL_FACES,
    LOOK_AT_CAMERA,
    TOO_DARK,
    TOO_BLURRED,
    COME_CLOSER,
    MOVE_BACK,
    FACE_COVERED
}
