package org.balancehead.tests.reference;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.balancehead.server.cli.BalanceHeadCommand;
import picocli.CommandLine;

/**
 * One command, as users see it.
 *
 * @param exitCode 0 done, 1 failed, 2 bad input
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int exitCode, String out, String err) {
    public static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = BalanceHeadCommand.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = String.valueOf(arguments[i]);
        }
        int exitCode = command.execute(words);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
