package org.balancehead.server.security;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private and a public key are halves of one: what the one signs, the other verifies. */
final class KeyPairCheck {
    private static final byte[] SAMPLE = {1, 2, 3, 4};

    private KeyPairCheck() {}

    static boolean belongTogether(PrivateKey signs, PublicKey verifies) {
        String algorithm = switch (signs.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(signs);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(verifies);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }
}
