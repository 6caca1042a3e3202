package org.mococxr.dicom.codec.jpeg2000;

/**
 * One subband of a tile.
 *
 * @param orientation 0 LL, 1 HL, 2 LH, 3 HH
 * @param bitPlanes of its magnitudes, those of a shifted region of interest included
 * @param stepSize of its quantisation; without meaning for the reversible wavelet
 * @param left column of its first sample in the tile's buffer
 * @param top row of its first sample in the tile's buffer
 */
record Subband(int orientation, Area area, int bitPlanes, float stepSize, int left, int top) {}
