package org.balancehead.model.checkpoint.pickle;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Pickled;
import org.balancehead.model.checkpoint.pickle.PickleWriter.Tuple;

/** The objects of snapshots, as Python would write them. */
final class Samples {
    static final Pickled NONE = to -> to.op('N');
    static final int PROTOCOL = 4;

    private Samples() {}

    /** A snapshot with two small generators and a discriminator, and with each kind of value that snapshots have. */
    static byte[] complete() {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("training_set_kwargs", Map.of("resolution", 64, "path", "dataset.zip"));
        snapshot.put("G", generator(1));
        snapshot.put("D", persistent("DualDiscriminator", weightless(Map.of("b4", layer(3)))));
        snapshot.put("G_ema", generator(2));
        snapshot.put("augment_pipe", NONE);
        return new PickleWriter(PROTOCOL).value(snapshot).stop();
    }

    /** A snapshot whose mean generator is an object. */
    static byte[] withMean(Object generator) {
        return new PickleWriter(PROTOCOL).value(Map.of("G_ema", generator)).stop();
    }

    /** A snapshot whose mean generator has one more attribute. */
    static byte[] withAttribute(Object value) {
        Map<String, Object> state = weightless(Map.of());
        state.put("attribute", value);
        return withMean(persistent("TriPlaneGenerator", state));
    }

    /** A snapshot whose mean generator has one parameter, called weight. */
    static byte[] withParameter(Object tensor) {
        return withMean(persistent("TriPlaneGenerator", state(Map.of("weight", tensor), Map.of(), Map.of())));
    }

    static Pickled orderedDict(Map<String, ?> items) {
        return to -> {
            to.global("collections", "OrderedDict").raw(')', 'R');
            if (!items.isEmpty()) {
                to.items(items);
            }
        };
    }

    static Pickled easyDict(Map<String, ?> items) {
        return to ->
                to.global("dnnlib.util", "EasyDict").raw(')', 0x81).items(items).raw('}', 'b');
    }

    /** A module that is no persistent object. */
    static Pickled plainModule(String module, String name, Map<String, ?> state) {
        return to -> to.global(module, name).raw(')', 0x81).value(state).op('b');
    }

    static Pickled persistent(String className, Map<String, ?> state) {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("type", "class");
        meta.put("version", 6);
        meta.put("module_src", "import os\n");
        meta.put("class_name", className);
        meta.put("state", state);
        return persistent(meta);
    }

    static Pickled persistent(Map<String, ?> meta) {
        return to -> to.global("torch_utils.persistence", "_reconstruct_persistent_obj")
                .value(meta)
                .raw(0x85, 'R');
    }

    /** What a module of torch consists of. */
    static Map<String, Object> state(Map<String, ?> parameters, Map<String, ?> buffers, Map<String, ?> modules) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("training", false);
        state.put("_parameters", orderedDict(parameters));
        state.put("_buffers", orderedDict(buffers));
        state.put("_non_persistent_buffers_set", Set.of());
        state.put("_forward_hooks", orderedDict(Map.of()));
        state.put("_modules", orderedDict(modules));
        return state;
    }

    static Map<String, Object> weightless(Map<String, ?> modules) {
        return state(Map.of(), Map.of(), modules);
    }

    /** A contiguous tensor of single precision. */
    static Pickled tensor(float[] values, int... shape) {
        Object[] strides = new Object[shape.length];
        int stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        Object[] extents = Arrays.stream(shape).boxed().toArray();
        return tensor(new StorageWriter(values), 0, new Tuple(extents), new Tuple(strides));
    }

    static Pickled tensor(StorageWriter storage, long offset, Tuple shape, Tuple strides) {
        return to -> to.global("torch._utils", "_rebuild_tensor_v2")
                .value(new Tuple(storage(storage.write()), offset, shape, strides, false, orderedDict(Map.of())))
                .op('R');
    }

    static Pickled storage(byte[] stream) {
        return to ->
                to.global("torch.storage", "_load_from_bytes").value(stream).raw(0x85, 'R');
    }

    static Pickled parameter(Pickled tensor) {
        return to -> to.global("torch._utils", "_rebuild_parameter")
                .value(new Tuple(tensor, true, orderedDict(Map.of())))
                .op('R');
    }

    static Pickled numpy(String code, byte[] number) {
        Pickled type = to -> to.global("numpy", "dtype")
                .value(new Tuple(code, false, true))
                .op('R')
                .value(new Tuple(3, "<", NONE, NONE, NONE, -1, -1, 0))
                .op('b');
        return to -> to.global("numpy.core.multiarray", "scalar")
                .value(new Tuple(type, number))
                .op('R');
    }

    /** Whole numbers, or the bits of others, in some bytes each. */
    static byte[] littleEndian(int bytesOfEach, long... numbers) {
        byte[] bytes = new byte[bytesOfEach * numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (numbers[i / bytesOfEach] >> (Byte.SIZE * (i % bytesOfEach)));
        }
        return bytes;
    }

    private static Pickled generator(float scale) {
        Map<String, Object> state = state(
                Map.of(),
                Map.of("dataset_label_std", tensor(new float[] {scale, 2 * scale}, 2)),
                Map.of(
                        "backbone", persistent("Generator", weightless(Map.of("b4", layer(scale)))),
                        "renderer", renderer(),
                        "background", NONE));
        state.put("z_dim", 512);
        state.put("rendering_kwargs", easyDict(Map.of("box_warp", 0.7, "white_back", true, "depth", List.of(48, 48))));
        state.put("_last_planes", NONE);
        state.put("_init_args", new Tuple());
        return persistent("TriPlaneGenerator", state);
    }

    private static Pickled layer(float scale) {
        Map<String, Object> state = state(
                Map.of(
                        "weight", parameter(tensor(new float[] {scale, 2, 3, 4, 5, 6}, 2, 3)),
                        "strength", parameter(tensor(new float[] {scale})),
                        "bias", NONE),
                Map.of("resample_filter", tensor(new float[] {1, 3, 3, 1}, 4)),
                Map.of());
        state.put("weight_gain", numpy("f8", littleEndian(8, Double.doubleToLongBits(0.25))));
        return persistent("SynthesisLayer", state);
    }

    private static Pickled renderer() {
        Map<String, Object> state = weightless(Map.of());
        state.put("plane_axes", tensor(new float[] {1, 0, 0, 1}, 1, 2, 2));
        return plainModule("training.volumetric_rendering.renderer", "ImportanceRenderer", state);
    }
}
