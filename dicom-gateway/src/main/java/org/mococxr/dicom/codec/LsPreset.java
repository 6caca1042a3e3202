package org.mococxr.dicom.codec;

/** JPEG-LS preset coding parameters as a stream states them (T.87 C.2.4.1.1); zero means the standard's own value. */
record LsPreset(int largest, int threshold1, int threshold2, int threshold3, int reset) {
    static final LsPreset STANDARD = new LsPreset(0, 0, 0, 0, 0);
}
