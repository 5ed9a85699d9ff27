/** Records that stand for sections of configuration files: how they are read from them and written to them. */
@NullMarked
package org.balancehead.model.settings;

import org.jspecify.annotations.NullMarked;
