package org.mococxr.appliance.people;

import java.util.Locale;

/** What the audit takes down. */
public enum Act {
    SIGNED_IN,
    SIGN_IN_REFUSED,
    LOCKED_OUT,
    SIGNED_OUT,
    SESSION_REVOKED,
    SET_UP,
    PERSON_ADDED,
    ROLES_CHANGED,
    PASSWORD_RESET,
    PASSWORD_CHANGED,
    PERSON_DISABLED,
    PERSON_ENABLED,
    TOKEN_MADE,
    TOKEN_REVOKED,
    FILM_SENT,
    FILM_OPENED,
    FILMS_LISTED,
    FILMS_SEARCHED,
    RESULT_FETCHED,
    PICTURE_SEEN,
    SLIP_SEEN,
    FILM_READ,
    FILM_TRIED_AGAIN,
    REPORTS_SENT_AGAIN,
    RESULTS_EXPORTED,
    FILM_ERASED,
    PEER_TESTED,
    MODEL_CHANGED,
    SETTINGS_CHANGED,
    RESTORED,
    ACCESS_REFUSED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
