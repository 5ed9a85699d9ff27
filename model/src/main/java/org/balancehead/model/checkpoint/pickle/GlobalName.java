package org.balancehead.model.checkpoint.pickle;

import org.jspecify.annotations.Nullable;

/** The functions and classes that a snapshot may name. None of them is called: each stands for a record of ours. */
enum GlobalName implements Value {
    PERSISTENT_OBJECT("_reconstruct_persistent_obj", "torch_utils.persistence"),
    ORDERED_DICT("OrderedDict", "collections"),
    /** Only in protocol 3, which has no instruction for sets. */
    SET("set", "builtins"),
    EASY_DICT("EasyDict", "dnnlib.util"),
    TENSOR("_rebuild_tensor_v2", "torch._utils"),
    PARAMETER("_rebuild_parameter", "torch._utils"),
    STORAGE("_load_from_bytes", "torch.storage"),
    NUMPY_TYPE("dtype", "numpy"),
    NUMPY_SCALAR("scalar", "numpy.core.multiarray"),
    NUMPY_2_SCALAR("scalar", "numpy._core.multiarray"),
    SEQUENTIAL("Sequential", "torch.nn.modules.container"),
    SOFTPLUS("Softplus", "torch.nn.modules.activation"),
    OSG_DECODER("OSGDecoder", "training.triplane"),
    IMPORTANCE_RENDERER("ImportanceRenderer", "training.volumetric_rendering.renderer"),
    MIP_RAY_MARCHER("MipRayMarcher2", "training.volumetric_rendering.ray_marcher"),
    RAY_SAMPLER("RaySampler", "training.volumetric_rendering.ray_sampler");

    private final String text;
    private final String module;

    GlobalName(String text, String module) {
        this.text = text;
        this.module = module;
    }

    /** The name of the function or class, without its module. */
    String text() {
        return text;
    }

    /** What exactly this module and name stand for, or null. */
    static @Nullable GlobalName of(String module, String name) {
        for (GlobalName global : values()) {
            if (global.text.equals(name) && global.module.equals(module)) {
                return global;
            }
        }
        return null;
    }
}
