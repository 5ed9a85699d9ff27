package org.balancehead.model;

/**
 * Names the checkpoint that a view or an avatar came from.
 *
 * @param name the checkpoint's name, as its manifest says
 * @param version the version of that name, as its manifest says
 * @param number counts the versions that this process has opened, from 1; travels in every view frame
 * @param preset the architecture preset, such as {@code compact}
 * @param digest of the checkpoint's files, as {@link org.balancehead.model.checkpoint.Manifest#digest} tells it
 */
public record ModelVersion(String name, String version, int number, String preset, String digest) {}
