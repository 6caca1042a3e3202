package org.mococxr.dicom;

/** One data element without its tag. */
record Element(VR vr, Value value) {}
