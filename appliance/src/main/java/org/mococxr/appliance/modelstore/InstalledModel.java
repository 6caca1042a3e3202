package org.mococxr.appliance.modelstore;

import java.util.List;
import java.util.Locale;
import org.mococxr.appliance.screening.CutOffs;
import org.mococxr.modelpackage.Manifest;

/**
 * A package in the store.
 *
 * @param digest SHA-256 of the package, 64 hexadecimal digits
 * @param signingKeyId of the trusted key that signed it
 * @param cutOffs which operating points decide when it is in use
 */
public record InstalledModel(String digest, Manifest manifest, String signingKeyId, List<Role> roles, CutOffs cutOffs) {
    /** What a package does on this box. */
    public enum Role {
        ACTIVE,
        /** What going back would activate. */
        PREVIOUS,
        /** Tried out beside the active one. */
        SHADOW;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public InstalledModel {
        roles = List.copyOf(roles);
    }
}
