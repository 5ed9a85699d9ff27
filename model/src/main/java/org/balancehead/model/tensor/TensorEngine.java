package org.balancehead.model.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tensor engine on one device: owns its root memory and the loaded stage functions.
 *
 * <p>Thread-safe. Sessions opened from it are confined to their thread.
 */
public final class TensorEngine implements AutoCloseable {
    private static final List<String> SCRIPTS = List.of(
            "core",
            "synthesis",
            "rendering",
            "gather",
            "occupancy",
            "enlarging",
            "discriminator",
            "training",
            "chart",
            "reconstruction",
            "baking",
            "shell",
            "condition",
            "gallery",
            "refinement");

    /** What the engine says when an allocation fails, on CUDA devices and on the CPU. */
    private static final List<String> NO_MEMORY =
            List.of("out of memory", "not enough memory", "can't allocate memory");

    /** All engines of this process that are open. */
    private static final Set<TensorEngine> OPEN = ConcurrentHashMap.newKeySet();

    /** What the owners of all engines hold. */
    private static final Map<NDManager, OwnedArrays> HELD = new ConcurrentHashMap<>();

    private final Set<NDManager> owners = ConcurrentHashMap.newKeySet();
    private final NDManager root;
    private final PtSymbolBlock scripts;
    private final boolean halfPrecision;

    private TensorEngine(NDManager root, PtSymbolBlock scripts) {
        halfPrecision = root.getDevice().isGpu() || Processor.multipliesBfloat16();
        this.root = root;
        this.scripts = scripts;
        OPEN.add(this);
    }

    /** Opens the engine on the CPU. The first call of a process loads the native library. */
    public static TensorEngine onCpu() {
        return open(Device.cpu());
    }

    /**
     * Opens the engine on the device of a name: {@code cpu}, {@code gpu0}, {@code gpu1}, …
     *
     * @throws IllegalArgumentException when there is no such device here
     */
    public static TensorEngine on(String deviceName) {
        if (deviceName.equals("cpu")) {
            return onCpu();
        }
        int gpus = loaded().getGpuCount();
        for (int i = 0; i < gpus; i++) {
            if (deviceName.equals("gpu" + i)) {
                return open(Device.gpu(i));
            }
        }
        throw new IllegalArgumentException("There is no device '" + deviceName + "' here: choose cpu"
                + (gpus == 0 ? "." : " or gpu0…gpu" + (gpus - 1) + "."));
    }

    /** The engine, its native library loaded. */
    private static Engine loaded() {
        return Engine.getEngine("PyTorch");
    }

    private static TensorEngine open(Device device) {
        NDManager root = loaded().newBaseManager(device);
        StringBuilder functions = new StringBuilder();
        for (String script : SCRIPTS) {
            functions.append(read(script)).append('\n');
        }
        byte[] archive = TorchScriptArchive.pack(functions.toString());
        try {
            PtSymbolBlock scripts =
                    JniUtils.loadModule((PtNDManager) root, new ByteArrayInputStream(archive), false, false);
            return new TensorEngine(root, scripts);
        } catch (IOException e) {
            throw new UncheckedIOException("loading the stage functions", e);
        }
    }

    private static String read(String script) {
        String name = script + ".ts.py";
        try (InputStream in = TensorEngine.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The stage functions " + name + " are missing from the jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Sets how many threads one operation may use, for the whole process. */
    public static void useThreads(int threads) {
        loaded();
        JniUtils.setNumThreads(threads);
    }

    /** Lets the engine's random numbers, which random samples are drawn with, begin anew; for the whole process. */
    public void seed(long seed) {
        root.getEngine().setRandomSeed((int) (seed ^ seed >>> 32));
    }

    /** How many threads one operation may use. */
    public static int threads() {
        loaded();
        return JniUtils.getNumThreads();
    }

    /** Opens a session without autograd: for rendering and encoding. */
    public TensorSession inference() {
        return new TensorSession(this, false, false);
    }

    /** Opens a session with autograd: for inversion and training. */
    public TensorSession gradients() {
        return new TensorSession(this, true, false);
    }

    /**
     * Opens a session with autograd whose convolutions are in half precision where the device is faster with it, about
     * weights, gradients and steps in single precision (Micikevicius et al., <em>Mixed Precision Training</em>, ICLR
     * 2018; bfloat16 has the range of single precision, so that losses need no scale).
     */
    public TensorSession mixedGradients() {
        return new TensorSession(this, true, halfPrecision);
    }

    /** The memory of one session; it does not count as in use. */
    NDManager newScratch() {
        return root.newSubManager();
    }

    /**
     * A memory owner for arrays that outlive a session: weights, optimiser state, cached planes. What it is handed by
     * {@link TensorSession#keep} counts as in use; what is made in it directly does not.
     */
    public NDManager newOwner() {
        NDManager owner = root.newSubManager();
        List.copyOf(owners).stream().filter(other -> !other.isOpen()).forEach(this::forget);
        HELD.put(owner, new OwnedArrays());
        owners.add(owner);
        return owner;
    }

    private void forget(NDManager owner) {
        owners.remove(owner);
        HELD.remove(owner);
    }

    /** Moves an array to an owner, which frees it; it counts as in use until then. Returns the array. */
    static NDArray handOver(NDArray array, NDManager owner) {
        OwnedArrays held = HELD.get(owner);
        if (held != null) {
            held.add(array);
        }
        array.attach(owner);
        return array;
    }

    /** Bytes that the arrays of all engines of this device take now, but for those that calls under way made. */
    public long memoryInUse() {
        return memoryInUse(name());
    }

    /**
     * Bytes that the arrays of all engines of a device take now.
     *
     * @param deviceName {@code cpu}, {@code gpu0}, …
     */
    public static long memoryInUse(String deviceName) {
        return OPEN.stream()
                .filter(engine -> engine.name().equals(deviceName))
                .mapToLong(TensorEngine::bytes)
                .sum();
    }

    private String name() {
        Device device = root.getDevice();
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    private long bytes() {
        return owners.stream()
                .map(HELD::get)
                .filter(Objects::nonNull)
                .mapToLong(OwnedArrays::bytes)
                .sum();
    }

    /** Whether a call failed because the device, or Java, has no memory left: it may be tried again with less. */
    public static boolean isOutOfMemory(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return true;
        }
        String message = String.valueOf(failure.getMessage());
        return NO_MEMORY.stream().anyMatch(message::contains);
    }

    /** The engine's name and version. */
    public String version() {
        Engine engine = Engine.getEngine("PyTorch");
        return engine.getEngineName() + " " + engine.getVersion();
    }

    /** The device, in words. */
    public String deviceName() {
        return root.getDevice().toString();
    }

    boolean prefersHalfPrecision() {
        return halfPrecision;
    }

    PtSymbolBlock scripts() {
        return scripts;
    }

    @Override
    public void close() {
        OPEN.remove(this);
        scripts.close();
        root.close();
        List.copyOf(owners).forEach(this::forget);
    }
}
