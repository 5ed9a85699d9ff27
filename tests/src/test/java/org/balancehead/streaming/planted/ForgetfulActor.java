package org.balancehead.streaming.planted;

/** Handles one of its messages by class object, one by instanceof, and forgets the third. */
public final class ForgetfulActor {
    public sealed interface Command {}

    public sealed interface Timer extends Command {}

    public record Begin() implements Command {}

    public record TimedOut() implements Timer {}

    public record End() implements Command {}

    public boolean handles(Command command) {
        return Begin.class.isInstance(command) || command instanceof TimedOut;
    }
}
