/**
 * Reads and writes DICOM objects: data sets, Part 10 files, character sets, transfer syntaxes.
 *
 * <p>Written from PS3.5, PS3.6 and PS3.10 for what a chest X-ray gateway meets, with dcm4che's vocabulary where it names the
 * same thing. Nothing a file declares is allocated before the bytes are there, nothing recurses with the file's depth, and
 * whatever is wrong with a file ends in one {@link org.mococxr.dicom.DicomUnreadableException}.
 */
@NullMarked
package org.mococxr.dicom;

import org.jspecify.annotations.NullMarked;
