package org.mococxr.appliance.screening;

import java.util.Optional;

/** A film's conclusion and, where its header could be read, whose film it is. */
public record Screened(Optional<FilmIdentity> identity, Conclusion conclusion) {}
