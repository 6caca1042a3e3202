/** Turns any film (DICOM, PNG, JPEG) into the grey values that training and the box share. */
@NullMarked
package org.mococxr.film;

import org.jspecify.annotations.NullMarked;
