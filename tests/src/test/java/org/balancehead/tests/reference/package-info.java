/** What researchers do with the reference projects' snapshots, by the command line. */
@NullMarked
package org.balancehead.tests.reference;

import org.jspecify.annotations.NullMarked;
