package org.balancehead.server.cli;

import picocli.CommandLine.Option;

/** Where a command computes. */
final class DeviceOption {
    static final String CPU = "cpu";

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = CPU,
            description = "cpu, gpu0, gpu1, … (default ${DEFAULT-VALUE}).")
    private String name;

    /** As the tensor layer names devices; nobody has looked whether it is there. */
    String name() {
        return name;
    }
}
