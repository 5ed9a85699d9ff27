/**
 * The offline main job: photos or a clip become an avatar, its views and a report in one folder. It drives the analyzer
 * and the model from one thread; flags and consoles are the command's business.
 */
@NullMarked
package org.balancehead.server.reconstruction;

import org.jspecify.annotations.NullMarked;
