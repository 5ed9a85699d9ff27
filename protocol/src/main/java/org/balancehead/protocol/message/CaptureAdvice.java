package org.balancehead.protocol.message;

/** What to tell the person about the camera frame that was just looked at. */
public enum CaptureAdvice implements WireNamed {
    OK("ok"),
    NO_FACE("no-face"),
    SEVERAL_FACES("several-faces"),
    LOOK_AT_CAMERA("look-at-camera"),
    TOO_DARK("too-dark"),
    TOO_BLURRED("too-blurred"),
    COME_CLOSER("come-closer"),
    MOVE_BACK("move-back"),
    FACE_COVERED("face-covered"),
    OTHER_PERSON("other-person");

    private final String wireName;

    CaptureAdvice(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
