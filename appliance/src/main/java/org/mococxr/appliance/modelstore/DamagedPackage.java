package org.mococxr.appliance.modelstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.language.Sentence;

/**
 * Something in the folder of models that cannot be used.
 *
 * @param digest of the package that should be there; none for what is no package of this box
 * @param words which file it is, what was found, and what to do
 */
public record DamagedPackage(Path file, Optional<String> digest, List<InstalledModel.Role> roles, Sentence words) {
    public DamagedPackage {
        roles = List.copyOf(roles);
    }

    /** Whether the box lacks something because of it. */
    public boolean isMissed() {
        return digest.isPresent();
    }
}
