/**
 * One class that must stand in the engine's own package to reach a package-private entry; nothing else belongs here.
 */
@NullMarked
package ai.djl.pytorch.jni;

import org.jspecify.annotations.NullMarked;
