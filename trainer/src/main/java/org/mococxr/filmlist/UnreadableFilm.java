package org.mococxr.filmlist;

/** A listed film that could not be decoded, and why. */
public record UnreadableFilm(ListedFilm film, String reason) {}
