package org.mococxr.modelpackage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mococxr.observation.DiskTrouble;

/** Public keys whose packages are believed, by id. Several at once make it possible to replace a key. Immutable. */
public final class TrustedKeys {
    private static final int ID_DIGITS = 16;

    private final Map<String, PublicKey> keys;

    private TrustedKeys(Map<String, PublicKey> keys) {
        this.keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }

    /**
     * @param places key files, or folders whose {@code *.public.pem} are taken
     * @throws TrustedKeysUnreadableException if a place cannot be read, holds something else, or no key is found at all
     */
    public static TrustedKeys read(List<Path> places) {
        Map<String, PublicKey> keys = new TreeMap<>();
        for (Path place : places) {
            for (Path file : Files.isDirectory(place) ? filesIn(place) : List.of(place)) {
                PublicKey key = readKey(file);
                keys.put(id(key), key);
            }
        }
        if (keys.isEmpty()) {
            throw new TrustedKeysUnreadableException(
                    "no trusted key (*" + SigningKey.PUBLIC_ENDING + ") found in " + places
                            + "; without one no model package can be verified",
                    null);
        }
        return new TrustedKeys(keys);
    }

    static TrustedKeys of(PublicKey key) {
        return new TrustedKeys(Map.of(id(key), key));
    }

    /** @return the id of a public key: the first 16 hex digits of its encoding's SHA-256 */
    static String id(PublicKey key) {
        return Sha256.of(key.getEncoded()).substring(0, ID_DIGITS);
    }

    public List<String> ids() {
        return List.copyOf(keys.keySet());
    }

    Optional<PublicKey> byId(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    static boolean verifies(PublicKey key, byte[] manifest, byte[] signatureBytes) {
        try {
            Signature signature = Signature.getInstance(SigningKey.ALGORITHM);
            signature.initVerify(key);
            signature.update(SigningKey.signed(manifest));
            return signature.verify(signatureBytes);
        } catch (GeneralSecurityException e) {
            return false; // a signature of the wrong length or form is a wrong signature
        }
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> file.toString().endsWith(SigningKey.PUBLIC_ENDING))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new TrustedKeysUnreadableException(
                    "cannot list the trusted keys in " + folder + ": " + DiskTrouble.inWords(e), e);
        }
    }

    private static PublicKey readKey(Path file) {
        try {
            byte[] encoded = SigningKey.decode(Files.readString(file, StandardCharsets.US_ASCII), "PUBLIC KEY");
            return KeyFactory.getInstance(SigningKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new TrustedKeysUnreadableException(
                    "cannot read the trusted key " + file + " (" + e + "); expected an Ed25519 public key in PEM", e);
        }
    }
}
