package org.mococxr.appliance.people;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mococxr.appliance.language.Sentence;

/**
 * Hashes passwords with Argon2id: 19 MiB, two passes, one lane (OWASP's recommendation for servers). A few at a time, so that
 * somebody who tries passwords cannot use up the memory that films need.
 */
final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int SHORTEST = 10;
    private static final int LONGEST = 128;
    private static final int AT_A_TIME = 2;
    private static final long PATIENCE_SECONDS = 10;

    /** The first that anybody tries; all long enough to pass the other rule. */
    private static final Set<String> WELL_KNOWN = Set.of(
            "1234567890",
            "0123456789",
            "qwertyuiop",
            "password123",
            "password1234",
            "1q2w3e4r5t",
            "administrator",
            "radiology1",
            "tuberculosis");

    /** Of a password that nobody knows; who has no account waits as long as who has one. */
    private static final String NOBODYS = hash(Secrets.token());

    private static final Semaphore HASHING = new Semaphore(AT_A_TIME, true);

    private Passwords() {}

    /** @throws NotAllowedException saying which rule it breaks */
    static String hashOfNew(String name, String password) {
        var lower = password.toLowerCase(Locale.ROOT);
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new NotAllowedException(Sentence.of("rule.password_length", SHORTEST, LONGEST));
        }
        if (lower.contains(name.toLowerCase(Locale.ROOT))
                || WELL_KNOWN.contains(lower)
                || password.chars().distinct().count() < 4) {
            throw new NotAllowedException(Sentence.of("rule.password_weak"));
        }
        return hash(password);
    }

    /** PHC string: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. */
    static String hash(String password) {
        return Argon2Function.getInstance(MEMORY_KIB, PASSES, 1, HASH_BYTES, Argon2.ID)
                .hash(password.getBytes(StandardCharsets.UTF_8), Secrets.bytes(SALT_BYTES))
                .getResult();
    }

    static boolean matches(String password, String hash) {
        if (password.length() > LONGEST) {
            return false;
        }
        try {
            if (!HASHING.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new NotAllowedException(Sentence.of("rule.many_sign_in"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAllowedException(Sentence.of("rule.stopping"));
        }
        try {
            return Argon2Function.getInstanceFromHash(hash).check(password, hash);
        } finally {
            HASHING.release();
        }
    }

    /** Takes as long as {@link #matches} and is never true. */
    static void pretend(String password) {
        matches(password, NOBODYS);
    }
}
