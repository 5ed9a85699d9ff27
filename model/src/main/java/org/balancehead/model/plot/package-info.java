/** Lines and cells of counts as pictures. What is plotted lives where it is measured. */
@NullMarked
package org.balancehead.model.plot;

import org.jspecify.annotations.NullMarked;
