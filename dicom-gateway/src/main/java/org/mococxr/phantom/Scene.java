package org.mococxr.phantom;

/**
 * What stands before the detector: density 0 (air) to about 1 (bone over dense tissue) per point. x grows to the
 * viewer's right (the patient's left on a frontal film), y downwards, the short side of the film spans -1..1.
 */
interface Scene {
    double density(double x, double y);
}
