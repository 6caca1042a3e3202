package org.mococxr.modelpackage;

/**
 * What 8-bit weights need beside the checkpoint.
 *
 * @param forced make the package although 8 bits change the model more than is allowed; the package says so
 */
public record Int8Request(FilmsForInt8 films, boolean forced) {}
