package org.balancehead.model;

/**
 * Names the checkpoint that a view or an avatar came from.
 *
 * @param name the checkpoint's name, as its manifest says
 * @param version the version of that name, as its manifest says
 * @param number counts the versions that this process has opened, from 1; travels in every view frame
 * @param preset the architecture preset, such as {@code compact}
 */
public record ModelVersion(String name, String version, int number, String preset) {}
