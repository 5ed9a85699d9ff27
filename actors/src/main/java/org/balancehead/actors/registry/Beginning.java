package org.balancehead.actors.registry;

/** What became of the version that a server begins with. */
public sealed interface Beginning {
    /** It serves. */
    record Served() implements Beginning {}

    /** Its devices or the server failed, as the log says, which operators may mend while it runs. */
    record Failed() implements Beginning {}

    /** It is refused for what it is, for the reason given: it would never serve. */
    record Unfit(String reason) implements Beginning {}
}
