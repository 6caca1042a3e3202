package org.mococxr.appliance.people;

import java.time.Instant;
import java.util.function.Function;

/** How an attempt to sign in ended. */
public sealed interface SignIn {
    /** @param token the session's secret, for the cookie; it is not stored */
    record In(Person person, String token) implements SignIn {}

    /** Name or password is wrong, or the account is disabled; which of them is not told. */
    record Wrong() implements SignIn {}

    record Locked(Instant until) implements SignIn {}

    default <T> T fold(Function<In, T> in, Function<Wrong, T> wrong, Function<Locked, T> locked) {
        if (this instanceof In it) {
            return in.apply(it);
        }
        return this instanceof Locked it ? locked.apply(it) : wrong.apply((Wrong) this);
    }
}
