# Stage functions of the synthesis networks.
