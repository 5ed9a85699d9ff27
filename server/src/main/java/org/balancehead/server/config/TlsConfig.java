package org.balancehead.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A port's certificate and key.
 *
 * @param certificate file of the certificate and its chain: PEM, or PKCS12 with the key in it
 * @param key file of the private key, for a certificate in PEM; without one the certificate's file is searched
 * @param password of a PKCS12 file
 */
public record TlsConfig(Path certificate, Optional<Path> key, Optional<Password> password) {
    /** A secret that does not print itself. */
    public record Password(String text) {
        @Override
        public String toString() {
            return "(a secret)";
        }
    }

    /** Empty where the port speaks without TLS. */
    static Optional<TlsConfig> read(CheckedKeys keys, String section, Path home) {
        Optional<Path> certificate = keys.optionalText(section + ".certificate").map(home::resolve);
        Optional<Path> key = keys.optionalText(section + ".key").map(home::resolve);
        Optional<Password> password = keys.optionalText(section + ".password").map(Password::new);
        if (certificate.isEmpty() && key.isPresent()) {
            throw keys.invalid(section + ".key", "is set, but the certificate beside it is not: set both");
        }
        return certificate.map(file -> new TlsConfig(file, key, password));
    }
}
