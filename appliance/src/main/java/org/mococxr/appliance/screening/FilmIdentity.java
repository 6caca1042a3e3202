package org.mococxr.appliance.screening;

import java.util.OptionalInt;

/**
 * As much of a film's header as a worklist shows: an id and initials, never the name. Absent values are empty.
 *
 * @param patientId as the modality sent it: hostile input, escape it
 * @param view such as {@code PA}
 * @param device what took the film
 * @param studyDate yyyymmdd
 */
public record FilmIdentity(
        String patientId,
        String initials,
        String sex,
        OptionalInt ageYears,
        String view,
        String device,
        String studyDate) {}
