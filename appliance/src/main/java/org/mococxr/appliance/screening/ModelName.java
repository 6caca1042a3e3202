package org.mococxr.appliance.screening;

/**
 * Which model made a score.
 *
 * @param name as its package states
 * @param digest SHA-256 of the package, 64 hexadecimal digits
 */
public record ModelName(String name, String digest) {
    private static final int SHORT_DIGEST = 12;

    public ModelName {
        if (name.isBlank() || digest.length() < SHORT_DIGEST) {
            throw new IllegalArgumentException("a model has a name and a digest of at least %d digits, got %s and %s"
                    .formatted(SHORT_DIGEST, name, digest));
        }
    }

    /** Such as {@code effusion-tb@1f0c33aa9e21}. */
    @Override
    public String toString() {
        return name + "@" + digest.substring(0, SHORT_DIGEST);
    }
}
