package org.balancehead.planted.util;

/** Named like nothing in particular, in a package like that, which has no package-info.java. */
public final class HeadManager {}
