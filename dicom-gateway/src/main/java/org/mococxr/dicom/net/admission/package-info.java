/**
 * Says who may call: which AE titles, from which addresses, with which certificates. A {@link
 * org.mococxr.dicom.net.admission.CallerList} is either open to everyone or names each {@link
 * org.mococxr.dicom.net.admission.AllowedCaller}. Names are never looked up: an address is an address.
 */
@NullMarked
package org.mococxr.dicom.net.admission;

import org.jspecify.annotations.NullMarked;
