# Stage functions of the chart representation.
