/**
 * The command line: {@link org.balancehead.server.cli.BalanceHeadCommand} and one class a subcommand. Commands read
 * flags, call the modules and print; what they compute lives elsewhere.
 */
@NullMarked
package org.balancehead.server.cli;

import org.jspecify.annotations.NullMarked;
