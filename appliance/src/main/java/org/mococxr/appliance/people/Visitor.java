package org.mococxr.appliance.people;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mococxr.appliance.language.Sentence;

/** Who asks for something, and what that one may do. */
public sealed interface Visitor {
    /** Rights of whoever sits at the machine itself: everything but people and the audit, which need a name. */
    Set<Right> AT_THE_MACHINE = Set.copyOf(EnumSet.complementOf(EnumSet.of(Right.MANAGE_PEOPLE, Right.SEE_AUDIT)));

    String PROGRAM = "(program ";
    String COMMAND_LINE = "(command line)";
    String ANYBODY = "(anybody at this machine)";
    /** Tried to sign in with a name that nobody has. */
    String SOMEBODY = "(somebody)";

    String NOBODY = "(nobody)";

    /** For the audit: a user name, or what else it is in brackets. */
    String name();

    /** For people: a user name, or what else it is. */
    default Sentence inWords() {
        return inWords(name());
    }

    /** A name as the audit holds it, for people. */
    static Sentence inWords(String name) {
        if (name.startsWith(PROGRAM) && name.endsWith(")")) {
            return Sentence.of("who.program", name.substring(PROGRAM.length(), name.length() - 1));
        }
        return switch (name) {
            case COMMAND_LINE -> Sentence.of("who.command_line");
            case ANYBODY -> Sentence.of("who.anybody");
            case SOMEBODY -> Sentence.of("who.somebody");
            case NOBODY -> Sentence.of("who.nobody");
            default -> Sentence.quoted(name);
        };
    }

    Set<Right> rights();

    default boolean may(Right right) {
        return rights().contains(right);
    }

    /** Somebody who signed in. A starting password gives no right yet. */
    record SignedIn(Sessions.Open session, String csrfToken) implements Visitor {
        @Override
        public String name() {
            return session.person().name();
        }

        @Override
        public Set<Right> rights() {
            return session.person().hasStartingPassword()
                    ? Set.of()
                    : session.person().rights();
        }
    }

    /** A program with a token. */
    record Program(TokenEntry token) implements Visitor {
        @Override
        public String name() {
            return PROGRAM + token.name() + ")";
        }

        @Override
        public Set<Right> rights() {
            return token.rights();
        }
    }

    /** A command on this machine that could read the data folder. */
    record CommandLine() implements Visitor {
        @Override
        public String name() {
            return COMMAND_LINE;
        }

        @Override
        public Set<Right> rights() {
            return AT_THE_MACHINE;
        }
    }

    /** Anybody at a machine whose box was started with open access. */
    record Anybody() implements Visitor {
        @Override
        public String name() {
            return ANYBODY;
        }

        @Override
        public Set<Right> rights() {
            return AT_THE_MACHINE;
        }
    }

    /** Not signed in. */
    record Nobody() implements Visitor {
        @Override
        public String name() {
            return NOBODY;
        }

        @Override
        public Set<Right> rights() {
            return Set.of();
        }
    }

    default Optional<SignedIn> signedIn() {
        return this instanceof SignedIn it ? Optional.of(it) : Optional.empty();
    }

    /** Whether a token told who it is, which no browser sends on its own. */
    default boolean showedToken() {
        return this instanceof Program || this instanceof CommandLine;
    }

    default boolean isNobody() {
        return this instanceof Nobody;
    }
}
