/** What a dataset holds, counted, as a page and as figures. Whether it can be used is told one package above. */
@NullMarked
package org.balancehead.model.dataset.statistics;

import org.jspecify.annotations.NullMarked;
