package org.mococxr.appliance.people;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.mococxr.appliance.language.Sentence;

/**
 * Somebody with an account.
 *
 * @param hasStartingPassword whether the password came from somebody else and must be changed before anything is shown
 * @param lockedUntil in the past unless too many wrong passwords were tried
 */
public record Person(
        long id,
        String name,
        Set<Role> roles,
        boolean hasStartingPassword,
        boolean disabled,
        Instant lockedUntil,
        Instant createdAt) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,31}");

    public Person {
        roles = Set.copyOf(roles);
    }

    public Set<Right> rights() {
        return rights(roles);
    }

    static Set<Right> rights(Collection<Role> roles) {
        var rights = EnumSet.noneOf(Right.class);
        roles.forEach(role -> rights.addAll(role.rights()));
        return rights;
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new NotAllowedException(Sentence.of("rule.user_name"));
        }
        return name;
    }
}
