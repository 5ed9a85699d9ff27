# Stage functions of the volume renderer.
