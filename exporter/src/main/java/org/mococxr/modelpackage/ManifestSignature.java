package org.mococxr.modelpackage;

/**
 * {@code manifest.sig}.
 *
 * @param algorithm {@code Ed25519}
 * @param keyId which key signed; only a hint where to look, the signature decides
 * @param signature base64 of the 64 bytes
 */
record ManifestSignature(String algorithm, String keyId, String signature) {}
