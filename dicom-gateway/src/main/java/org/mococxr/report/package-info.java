/**
 * Turns a screening result into DICOM objects a PACS keeps and a reader sees: a structured report (TID 1500) and a
 * secondary capture with the heat map burned in.
 *
 * <p>Every object is derived: it carries the source film's patient and study identification, and its UIDs follow from
 * the digests of film, model and settings, so that a retry overwrites itself and a new model makes a new object. A
 * result is a screening hint ("suggestive of"), never a diagnosis.
 */
@NullMarked
package org.mococxr.report;

import org.jspecify.annotations.NullMarked;
