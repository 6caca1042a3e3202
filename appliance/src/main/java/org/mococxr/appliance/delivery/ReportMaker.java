package org.mococxr.appliance.delivery;

import java.util.List;
import java.util.stream.Stream;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.dicom.DicomObject;

/** Makes the objects that are delivered. The same film, model and kind give the same object, byte for byte. */
public interface ReportMaker {
    Reports on(FilmEntry film);

    /** The reports on one film; for one thread. */
    @FunctionalInterface
    interface Reports {
        /**
         * @param kind {@code sr} or {@code sc}
         * @return the same report in the forms a peer may take, the richest first; each is made when it is come to
         * @throws ReportNotPossibleException if there can be none
         */
        Stream<DicomObject> of(String kind);
    }

    /** SOP classes that any report may have, in the order they are best proposed. */
    List<String> sopClasses();
}
