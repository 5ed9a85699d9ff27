/**
 * Who may come in, and by which keys: tokens of visitors, the pages that may ask, and TLS. What it reads are files that
 * operators keep; a file that changes is read again, and what a bad one would replace stays in use.
 */
@NullMarked
package org.balancehead.server.security;

import org.jspecify.annotations.NullMarked;
