/** Puts other people's programs before and behind the box: DCMTK, Orthanc, a browser. */
@NullMarked
package org.mococxr.interoperability;

import org.jspecify.annotations.NullMarked;
