package org.mococxr.appliance.web.door;

import io.javalin.security.RouteRole;
import java.util.Optional;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Visitor;

/**
 * What a route asks of who calls it.
 *
 * @param aName whether somebody must be signed in, with whatever rights
 * @param someRight whether any right will do
 * @param right that is needed
 */
public record Needs(boolean aName, boolean someRight, Optional<Right> right) implements RouteRole {
    /** The few routes before and around the sign-in. */
    public static final Needs NOTHING = new Needs(false, false, Optional.empty());

    /** One's own account. */
    public static final Needs A_NAME = new Needs(true, false, Optional.empty());

    /** What everybody with work to do here may know, such as how the box is. */
    public static final Needs SOME_RIGHT = new Needs(false, true, Optional.empty());

    public static Needs right(Right right) {
        return new Needs(false, false, Optional.of(right));
    }

    boolean isNothing() {
        return !aName && !someRight && right.isEmpty();
    }

    /** Whether somebody who is not nobody may pass. */
    boolean allow(Visitor visitor) {
        if (right.isPresent()) {
            return visitor.may(right.get());
        }
        return aName ? visitor.signedIn().isPresent() : !visitor.rights().isEmpty();
    }

    /** For tables: {@code nothing}, {@code a_name}, {@code some_right} or the right. */
    String inWords() {
        return right.map(Right::code).orElse(aName ? "a_name" : someRight ? "some_right" : "nothing");
    }
}
