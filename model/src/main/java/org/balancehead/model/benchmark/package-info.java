/**
 * Measures how fast the model is: repeated runs after a warm-up, stated as median and spread. What is measured lives
 * elsewhere; figures of the server and its sockets are measured by the server.
 */
@NullMarked
package org.balancehead.model.benchmark;

import org.jspecify.annotations.NullMarked;
