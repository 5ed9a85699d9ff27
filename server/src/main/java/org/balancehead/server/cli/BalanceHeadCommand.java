package org.balancehead.server.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of {@code ./balancehead}; subcommands are registered here. Exit codes: 0 done, 1 failed, 2 bad input. */
@Command(
        name = "balancehead",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "Turns a person in front of a webcam into a full 360° head, live.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchCommand.class,
            DatasetCommand.class,
            DeployCommand.class,
            DrainCommand.class,
            EvaluateCommand.class,
            FloorCommand.class,
            GenerateCommand.class,
            ImportCommand.class,
            LoadCommand.class,
            ModelsCommand.class,
            ParityCommand.class,
            ReconstructCommand.class,
            RenderCommand.class,
            RollbackCommand.class,
            PromoteCommand.class,
            ServeCommand.class,
            TrainCommand.class,
            TrainEncoderCommand.class
        })
public final class BalanceHeadCommand implements Runnable {
    /** Environment variable that, when set, prints the stack trace of a failure. */
    private static final String DEBUG = "BALANCEHEAD_DEBUG";

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // all text is English, and its numbers are read by programs
        System.exit(commandLine().execute(arguments));
    }

    /** The parser with all subcommands and the rules for errors: one sentence on stderr, no stack trace. */
    public static CommandLine commandLine() {
        return new CommandLine(new BalanceHeadCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((trouble, arguments) -> onBadUsage(trouble))
                .setExecutionExceptionHandler((trouble, command, parsed) -> onFailure(trouble, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command to run.");
    }

    private static int onBadUsage(ParameterException trouble) {
        CommandLine command = trouble.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(trouble.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(trouble, err);
        err.println("See '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
        return CommandLine.ExitCode.USAGE;
    }

    private static int onFailure(Exception trouble, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println(sentence(trouble));
        if (System.getenv(DEBUG) != null) {
            trouble.printStackTrace(err);
        }
        return trouble instanceof BadInputException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String sentence(Exception trouble) {
        if (trouble instanceof BadInputException || trouble instanceof UnreachableServerException) {
            return String.valueOf(trouble.getMessage());
        }
        return "Failed: %s (%s; set %s=1 for the stack trace)."
                .formatted(trouble.getMessage(), trouble.getClass().getSimpleName(), DEBUG);
    }
}
