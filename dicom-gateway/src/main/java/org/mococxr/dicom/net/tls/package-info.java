/**
 * Secures DICOM connections with TLS 1.2 and 1.3, by the profiles that PS3.15 annex B builds on BCP 195. {@link
 * org.mococxr.dicom.net.tls.TlsIdentity} is who this side is, {@link org.mococxr.dicom.net.tls.TlsTrust} whom it believes, and {@link
 * org.mococxr.dicom.net.tls.Tls} turns a connected socket into a secured one.
 */
@NullMarked
package org.mococxr.dicom.net.tls;

import org.jspecify.annotations.NullMarked;
