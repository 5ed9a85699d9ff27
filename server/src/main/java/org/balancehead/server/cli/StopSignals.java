package org.balancehead.server.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Hears SIGTERM and SIGINT instead of ending by them, so that a second one can be told from the first. Java's shutdown
 * hooks cannot: while they run, further signals are lost. What can lies in {@code sun.misc} of the module
 * jdk.unsupported, which every JDK has, but which the compiler warns of; hence the reflection.
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private StopSignals() {}

    /** @param heard told of each, numbered from 1, on a thread of its own */
    static void hear(IntConsumer heard) {
        AtomicInteger count = new AtomicInteger();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object onSignal = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            heard.accept(count.incrementAndGet());
                            return null;
                        }
                        return method.invoke(heard, arguments); // what every object has
                    });
            for (String name : NAMES) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
            }
        } catch (InvocationTargetException taken) {
            throw new IllegalStateException("Signals cannot be heard: do not start Java with -Xrs.", taken.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("This Java has no sun.misc.Signal.", missing);
        }
    }
}
