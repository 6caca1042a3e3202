package org.mococxr.dicom.net.admission;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Who calls: the AE title it claims, the address it calls from, and the certificate it proved to hold. */
public record Caller(String aeTitle, InetAddress address, Optional<X509Certificate> certificate) {}
