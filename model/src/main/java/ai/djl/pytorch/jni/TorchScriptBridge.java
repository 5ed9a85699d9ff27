package ai.djl.pytorch.jni;

/**
 * Runs a TorchScript method with any arguments and with autograd on or off.
 *
 * <p>The engine's public entry always runs in inference mode, whose results can never enter a gradient; only the
 * package-private one takes the mode. This is the whole reason for the package.
 */
public final class TorchScriptBridge {
    private TorchScriptBridge() {}

    /**
     * Runs {@code method} of a loaded module.
     *
     * @param module the module's native handle
     * @param gradients whether autograd records; without it the result is an inference tensor
     * @return the result, to be closed by the caller
     */
    public static IValue run(long module, String method, boolean gradients, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module, method, handles, gradients, false));
    }
}
