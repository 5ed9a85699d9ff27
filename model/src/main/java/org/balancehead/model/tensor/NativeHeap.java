package org.balancehead.model.tensor;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.ReflectionException;

/**
 * The C library's heap, where the engine's arrays lie. It keeps what is freed for its next use, and does not give it
 * back to the system by itself.
 */
public final class NativeHeap {
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private NativeHeap() {}

    /**
     * Gives back to the system what is free, as {@code jcmd PID System.trim_native_heap} does: some ten milliseconds,
     * in which other threads' allocations may wait.
     *
     * @return whether this Java can do so: on Linux with glibc, from 17.0.9 on
     */
    public static boolean trim() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            server.invoke(new ObjectName(COMMANDS), TRIM, new Object[0], new String[0]);
            return true;
        } catch (InstanceNotFoundException | ReflectionException unknown) {
            return false;
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("The name of the commands is wrong: " + e.getMessage(), e);
        } catch (JMException failed) {
            throw new IllegalStateException("The native heap cannot be trimmed: " + failed.getMessage(), failed);
        }
    }
}
