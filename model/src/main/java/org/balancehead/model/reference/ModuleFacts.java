package org.balancehead.model.reference;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.balancehead.model.checkpoint.CheckpointException;
import org.balancehead.model.checkpoint.pickle.PickledModule;
import org.balancehead.model.checkpoint.pickle.PickledTensor;
import org.jspecify.annotations.Nullable;

/** Questions to a network of a snapshot, answered or refused in one sentence that names the network. */
final class ModuleFacts {
    private final String network;
    private final PickledModule root;
    private final Map<String, PickledTensor> tensors;

    /** @param network what messages call it */
    ModuleFacts(String network, PickledModule root) {
        this.network = network;
        this.root = root;
        tensors = root.allTensors();
    }

    /** Whether there is a part at a path of names joined by dots. */
    boolean has(String path) {
        return find(path).isPresent();
    }

    private Optional<PickledModule> find(String path) {
        Optional<PickledModule> at = Optional.of(root);
        for (String name : path.split("\\.", -1)) {
            at = at.map(module -> module.modules().get(name));
        }
        return at;
    }

    /** An extent of a tensor. */
    int extent(String tensor, int axis) {
        PickledTensor found = tensors.get(tensor);
        if (found == null || found.shape().length <= axis) {
            throw refusal("has no '%s' of the expected form".formatted(tensor));
        }
        return Math.toIntExact(found.shape()[axis]);
    }

    /** A tensor of a path, where there is one. */
    Optional<PickledTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** How many of the layers {@code prefix0.weight}, {@code prefix1.weight}, … there are. */
    int layers(String prefix) {
        int count = 0;
        while (tensors.containsKey(prefix + count + ".weight")) {
            count++;
        }
        return count;
    }

    /** The largest N of the parts {@code prefix.bN}. */
    int largestBlock(String prefix) {
        PickledModule part = prefix.isEmpty() ? root : find(prefix).orElseThrow(() -> refusal("has no " + prefix));
        return part.modules().keySet().stream()
                .filter(name -> name.matches("b[0-9]{1,5}"))
                .mapToInt(name -> Integer.parseInt(name.substring(1)))
                .max()
                .orElseThrow(() -> refusal("has no blocks in " + (prefix.isEmpty() ? "it" : prefix)));
    }

    /** The class name of a part; the network's own at the empty path. */
    String className(String path) {
        return path.isEmpty()
                ? root.className()
                : find(path).map(PickledModule::className).orElse("");
    }

    /** A plain attribute of a part, the network's own at the empty path, or null. */
    @Nullable
    Object attribute(String path, String name) {
        Optional<PickledModule> part = path.isEmpty() ? Optional.of(root) : find(path);
        return part.map(module -> module.attributes().get(name)).orElse(null);
    }

    /** A number among a part's attributes. */
    double number(String path, String name) {
        if (attribute(path, name) instanceof Number number) {
            return number.doubleValue();
        }
        throw refusal("has no number '%s'"
                .formatted(String.join(
                        ".", Stream.of(path, name).filter(s -> !s.isEmpty()).toList())));
    }

    /** A bound among a part's attributes; 0 where it is none. */
    double clamp(String path) {
        return attribute(path, "conv_clamp") == null ? 0 : number(path, "conv_clamp");
    }

    CheckpointException refusal(String what) {
        return new CheckpointException("%s %s: it cannot be imported.".formatted(network, what));
    }
}
