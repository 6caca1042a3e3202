package org.mococxr.phantom;

/** A slice out of CT, for {@link PhantomFilm} to draw. */
interface Slice {
    /** Hounsfield units at a point of the field of view, -1..1 along its shorter side. */
    double hounsfield(double x, double y);
}
