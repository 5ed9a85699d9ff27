package org.balancehead.model.checkpoint.pickle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A module of a network, with what it holds; all maps are in the order of the file. */
public final class PickledModule {
    private final String className;
    private final Map<String, PickledModule> modules;
    private final Map<String, PickledTensor> parameters;
    private final Map<String, PickledTensor> buffers;
    private final Map<String, @Nullable Object> attributes;

    PickledModule(
            String className,
            Map<String, PickledModule> modules,
            Map<String, PickledTensor> parameters,
            Map<String, PickledTensor> buffers,
            Map<String, @Nullable Object> attributes) {
        this.className = className;
        this.modules = Collections.unmodifiableMap(modules);
        this.parameters = Collections.unmodifiableMap(parameters);
        this.buffers = Collections.unmodifiableMap(buffers);
        this.attributes = Collections.unmodifiableMap(attributes);
    }

    /** What the file calls its class, such as {@code TriPlaneGenerator}: a hint, no more. */
    public String className() {
        return className;
    }

    /** The modules directly inside it, without absent ones. */
    public Map<String, PickledModule> modules() {
        return modules;
    }

    /** Its own parameters, without absent ones. */
    public Map<String, PickledTensor> parameters() {
        return parameters;
    }

    /** Its own buffers, without absent ones. */
    public Map<String, PickledTensor> buffers() {
        return buffers;
    }

    /**
     * Its other attributes: null, Boolean, Long, Double, String, List (also for tuples), Set, Map, PickledTensor.
     * Numbers of numpy are as plain ones.
     */
    public Map<String, @Nullable Object> attributes() {
        return attributes;
    }

    /** Parameters and buffers of it and of the modules inside, by names like {@code backbone.mapping.fc0.weight}. */
    public Map<String, PickledTensor> allTensors() {
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        collect("", true, tensors);
        return tensors;
    }

    /** Parameters of it and of the modules inside, by names like {@code backbone.mapping.fc0.weight}. */
    public Map<String, PickledTensor> allParameters() {
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        collect("", false, tensors);
        return tensors;
    }

    private void collect(String prefix, boolean withBuffers, Map<String, PickledTensor> into) {
        parameters.forEach((name, tensor) -> into.put(prefix + name, tensor));
        if (withBuffers) {
            buffers.forEach((name, tensor) -> into.put(prefix + name, tensor));
        }
        modules.forEach((name, module) -> module.collect(prefix + name + '.', withBuffers, into));
    }
}
