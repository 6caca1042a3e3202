package org.mococxr.appliance.delivery;

import java.util.List;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.dicom.DicomObject;

/** Makes the objects that are delivered. The same film, model and kind give the same object, byte for byte. */
public interface ReportMaker {
    /**
     * @param kind {@code sr} or {@code sc}
     * @return the same report in the forms a peer may take, the richest first
     */
    List<DicomObject> make(FilmEntry film, String kind);

    /** SOP classes that any report may have, in the order they are best proposed. */
    List<String> sopClasses();
}
