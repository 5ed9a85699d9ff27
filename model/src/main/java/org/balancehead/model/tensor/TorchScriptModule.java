package org.balancehead.model.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;

/** A network that others saved as TorchScript, loaded with its weights; {@link TensorOps#run} runs it. */
public final class TorchScriptModule implements AutoCloseable {
    private final NDManager owner;
    private final PtSymbolBlock block;

    private TorchScriptModule(NDManager owner, PtSymbolBlock block) {
        this.owner = owner;
        this.block = block;
    }

    /**
     * Loads a network to the engine's device; the caller closes it.
     *
     * @throws IllegalArgumentException when the file is missing or no TorchScript: in one sentence
     */
    public static TorchScriptModule load(TensorEngine engine, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("%s is no file: give a TorchScript archive.".formatted(file));
        }
        NDManager owner = engine.newOwner();
        String[] none = {};
        try {
            PtSymbolBlock block = JniUtils.loadModule((PtNDManager) owner, file, true, none, none, false);
            return new TorchScriptModule(owner, block);
        } catch (EngineException e) {
            owner.close();
            throw new IllegalArgumentException(
                    "%s cannot be loaded: give a TorchScript archive that this engine (%s) can run."
                            .formatted(file, engine.version()),
                    e);
        }
    }

    long handle() {
        return block.getHandle();
    }

    @Override
    public void close() {
        block.close();
        owner.close();
    }
}
