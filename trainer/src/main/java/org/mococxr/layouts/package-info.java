/** Turns public collections, as they are published, and folders of DICOM files into film lists. */
@NullMarked
package org.mococxr.layouts;

import org.jspecify.annotations.NullMarked;
