package org.mococxr.appliance.people;

/** Finds out who asks, by the secret that came with the request. Safe for use by many threads. */
public final class FrontDoor {
    private final People people;
    private final LocalToken local;
    private final boolean openAccess;

    /** @param openAccess whether who brings no secret is let in all the same, on a box that serves only its own machine */
    public FrontDoor(People people, LocalToken local, boolean openAccess) {
        this.people = people;
        this.local = local;
        this.openAccess = openAccess;
    }

    public boolean isOpen() {
        return openAccess;
    }

    /** A request without a secret. */
    public Visitor withoutSecret() {
        return openAccess ? new Visitor.Anybody() : new Visitor.Nobody();
    }

    /** A request with a session's cookie; one that is over is as good as none. */
    public Visitor bySession(String sessionToken) {
        return people.sessions()
                .of(sessionToken)
                .<Visitor>map(open -> new Visitor.SignedIn(open, Secrets.hash("form " + sessionToken)))
                .orElseGet(this::withoutSecret);
    }

    /** A request with a token; a wrong one is nobody, even where access is open. */
    public Visitor byToken(String token) {
        if (local.is(token)) {
            return new Visitor.CommandLine();
        }
        return people.tokens().of(token).<Visitor>map(Visitor.Program::new).orElseGet(Visitor.Nobody::new);
    }

    /** Whether a form or script of this session's own pages sent the request. */
    public static boolean isOwnForm(Visitor.SignedIn visitor, String csrfToken) {
        return Secrets.same(visitor.csrfToken(), csrfToken);
    }
}
