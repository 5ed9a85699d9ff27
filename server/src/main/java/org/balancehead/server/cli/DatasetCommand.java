package org.balancehead.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code balancehead dataset}: making, checking and describing datasets. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        description = "Makes, checks and describes datasets of heads seen from all around.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            DescribeCommand.class,
            RetrievalCommand.class,
            StatisticsCommand.class,
            SynthesiseCommand.class,
            ZipCommand.class
        })
final class DatasetCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do with a dataset: check, describe, retrieval, statistics, synthesise or zip.");
    }
}
