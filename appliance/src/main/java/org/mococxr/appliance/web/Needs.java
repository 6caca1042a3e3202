package org.mococxr.appliance.web;

import io.javalin.security.RouteRole;
import java.util.Optional;
import org.mococxr.appliance.people.Right;

/**
 * What a route asks of who calls it.
 *
 * @param aName whether somebody must be signed in, with whatever rights
 * @param right that is needed
 */
record Needs(boolean aName, Optional<Right> right) implements RouteRole {
    /** The few routes before and around the sign-in. */
    static final Needs NOTHING = new Needs(false, Optional.empty());

    /** One's own account. */
    static final Needs A_NAME = new Needs(true, Optional.empty());

    static Needs right(Right right) {
        return new Needs(false, Optional.of(right));
    }

    /** For tables: {@code nothing}, {@code a_name} or the right. */
    String inWords() {
        return right.map(Right::code).orElse(aName ? "a_name" : "nothing");
    }
}
