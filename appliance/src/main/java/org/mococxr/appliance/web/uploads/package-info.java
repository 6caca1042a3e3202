/** Takes films that come by HTTP: from pages, programs and DICOMweb. */
@NullMarked
package org.mococxr.appliance.web.uploads;

import org.jspecify.annotations.NullMarked;
