package org.balancehead.model.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Set;
import org.balancehead.model.ModelVersion;
import org.balancehead.model.checkpoint.Precision;
import org.balancehead.model.checkpoint.StoredTensor;

/** The tensors of an avatar's copy, between the engine's memory and Java's. */
final class AvatarTensors {
    private AvatarTensors() {}

    /** What copies of a version's avatars say of their checkpoint. */
    static String checkpoint(ModelVersion version) {
        return version.name() + " " + version.version();
    }

    /**
     * Lets only this version's whole avatars pass.
     *
     * @param names of the tensors that must be there
     * @throws IllegalArgumentException when the copy is of another checkpoint's avatar, or incomplete
     */
    static void requireOf(ModelVersion version, AvatarCopy copy, Set<String> names) {
        if (!copy.checkpoint().equals(checkpoint(version))) {
            throw new IllegalArgumentException("The avatar was made by checkpoint '%s', not by '%s'."
                    .formatted(copy.checkpoint(), checkpoint(version)));
        }
        if (!copy.tensors().keySet().equals(names)) {
            throw new IllegalArgumentException("The avatar is incomplete.");
        }
    }

    /** An array in single precision. */
    static StoredTensor stored(NDArray array) {
        return new StoredTensor(Precision.F32, array.getShape().getShape(), array.toFloatArray());
    }

    /** An array in half precision. */
    static StoredTensor halved(NDArray array) {
        return new StoredTensor(Precision.F16, array.getShape().getShape(), array.toFloatArray());
    }

    /** A copy's tensor in the engine's memory. */
    static NDArray array(AvatarCopy avatar, NDManager memory, String name) {
        StoredTensor tensor = avatar.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("An avatar has no '" + name + "'.");
        }
        return memory.create(tensor.values(), new Shape(tensor.shape()));
    }
}
