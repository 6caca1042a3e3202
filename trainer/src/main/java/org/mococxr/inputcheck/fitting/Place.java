package org.mococxr.inputcheck.fitting;

/** Where in the fit chance is asked, so that each place has a stream of its own. */
final class Place {
    static final long ORDER = 1;
    static final long FILMS = 2;
    static final long LISTED = 3;
    static final long DRAWN = 4;
    static final long PHANTOMS = 5;
    static final long CHECKING = 6;

    private Place() {}
}
