package org.balancehead.model.planted;

import ai.djl.pytorch.jni.JniUtils;

/** Calls the engine's native functions past the tensor layer. */
public final class UsesTheBridge {
    public int threads() {
        return JniUtils.getNumThreads();
    }
}
