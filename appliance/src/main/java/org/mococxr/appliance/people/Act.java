package org.mococxr.appliance.people;

import java.util.Locale;

/** What the audit takes down. */
public enum Act {
    SIGNED_IN("signed in"),
    SIGN_IN_REFUSED("was not let in"),
    LOCKED_OUT("was locked out after wrong passwords"),
    SIGNED_OUT("signed out"),
    SESSION_REVOKED("ended a session"),
    SET_UP("set up the box"),
    PERSON_ADDED("added a person"),
    ROLES_CHANGED("changed roles"),
    PASSWORD_RESET("reset a password"),
    PASSWORD_CHANGED("changed the own password"),
    PERSON_DISABLED("disabled a person"),
    PERSON_ENABLED("enabled a person"),
    TOKEN_MADE("made a token for a program"),
    TOKEN_REVOKED("revoked a token"),
    FILM_SENT("sent a film"),
    FILM_OPENED("opened a film"),
    FILM_READ("recorded a reading"),
    REPORTS_SENT_AGAIN("sent reports again"),
    RESULTS_EXPORTED("took results away"),
    FILM_ERASED("erased a film"),
    PEER_TESTED("tested a peer"),
    MODEL_CHANGED("changed the model"),
    SETTINGS_CHANGED("changed settings"),
    ACCESS_REFUSED("asked for what is not allowed");

    private final String words;

    Act(String words) {
        this.words = words;
    }

    /** Follows the name of who did it. */
    public String words() {
        return words;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
