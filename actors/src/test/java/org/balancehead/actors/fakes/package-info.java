/** Stand-ins for the model and the analyser, for tests here and in the scenarios: small, visible in what they make. */
@NullMarked
package org.balancehead.actors.fakes;

import org.jspecify.annotations.NullMarked;
