/** The operators' port and its clients: which model versions there are, deploying and rolling back. */
@NullMarked
package org.balancehead.server.admin;

import org.jspecify.annotations.NullMarked;
