/**
 * Cameras of the head world: poses, intrinsics, orbits. Rays on the engine's arrays live with the renderer.
 *
 * <p>The world is the box ±0.5, y up, the face towards +z. Cameras are OpenCV's: x right, y down, z forward. Labels are
 * EG3D's 25 numbers: camera-to-world row-major, then the intrinsics normalised by the image side.
 */
@NullMarked
package org.balancehead.model.camera;

import org.jspecify.annotations.NullMarked;
