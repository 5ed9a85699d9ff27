package org.balancehead.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
public final class BuildVersion implements IVersionProvider {
    /** The version, or {@code "unpackaged"} when the classes do not come from the jar. */
    public static String current() {
        @Nullable String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"BalanceHead " + current()};
    }
}
