/** The shapes of DICOMweb's Store transaction (PS3.18 section 10.5): its multipart body and its answer. */
@NullMarked
package org.mococxr.appliance.dicomweb;

import org.jspecify.annotations.NullMarked;
