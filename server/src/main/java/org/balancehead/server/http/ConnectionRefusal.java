package org.balancehead.server.http;

/** Why a connection is closed without an answer. */
public enum ConnectionRefusal {
    /** Its address has as many open as it may. */
    ADDRESS_CONNECTIONS,
    /** Its request had not come whole in time. */
    LATE_REQUEST
}
