package org.mococxr.film;

/** A film that was read: what it says about itself, and its pixels. */
public record Film(FilmHeader header, Radiograph radiograph) {}
