package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.Screened;

/** Writes down what was concluded about one film, within one transaction. */
record ConclusionRows(Handle handle, long filmId, Instant now) {
    void insert(Screened screened) {
        screened.identity().ifPresent(this::identity);
        screened.conclusion().fold(this::scored, this::refused, this::failed);
    }

    private void identity(FilmIdentity identity) {
        handle.createUpdate("""
                        insert into identity (film_id, patient_id, initials, sex, age_years, view, device, study_date)
                        values (:film, :id, :initials, :sex, :age, :view, :device, :date)""")
                .bind("film", filmId)
                .bind("id", identity.patientId())
                .bind("initials", identity.initials())
                .bind("sex", identity.sex())
                .bind(
                        "age",
                        identity.ageYears().isPresent() ? identity.ageYears().getAsInt() : null)
                .bind("view", identity.view())
                .bind("device", identity.device())
                .bind("date", identity.studyDate())
                .execute();
    }

    private int scored(Conclusion.Scored scored) {
        handle.execute(
                "insert into outcome (film_id, at, kind, model_name, model_digest, model_release, provider, millis, film_rows,"
                        + " film_columns, prepared_size, remarks, said) values (?, ?, 'scored', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                filmId,
                now.toEpochMilli(),
                scored.model().name(),
                scored.model().digest(),
                scored.release(),
                scored.provider(),
                scored.took().toMillis(),
                scored.filmRows(),
                scored.filmColumns(),
                scored.preparedSizePixels(),
                lines(scored.remarks(), Sentence::english),
                lines(scored.remarks(), Sentence::stored));
        for (var position = 0; position < scored.assessments().size(); position++) {
            insert(position, scored.assessments().get(position));
        }
        return scored.assessments().size();
    }

    private static String lines(List<Sentence> sentences, Function<Sentence, String> line) {
        return sentences.stream().map(line).collect(Collectors.joining("\n"));
    }

    private void insert(int position, Assessment assessment) {
        handle.execute(
                "insert into assessment (film_id, position, finding, probability, suggestive, near_cut_off,"
                        + " operating_point, threshold, map_rows, map_columns, map)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                filmId,
                position,
                assessment.finding(),
                assessment.probability(),
                assessment.suggestive() ? 1 : 0,
                assessment.nearCutOff() ? 1 : 0,
                assessment.operatingPoint(),
                assessment.thresholdProbability(),
                assessment.heatMap().rows(),
                assessment.heatMap().columns(),
                assessment.heatMap().toBytes());
    }

    private int refused(Conclusion.Refused refused) {
        return handle.execute(
                "insert into outcome (film_id, at, kind, code, words, said, millis) values (?, ?, 'refused', ?, ?, ?, ?)",
                filmId,
                now.toEpochMilli(),
                refused.code().name(),
                refused.found().english(),
                refused.found().stored(),
                refused.took().toMillis());
    }

    private int failed(Conclusion.Failed failed) {
        return handle.execute(
                "insert into outcome (film_id, at, kind, words, said, millis) values (?, ?, 'failed', ?, ?, ?)",
                filmId,
                now.toEpochMilli(),
                failed.reason().english(),
                failed.reason().stored(),
                failed.took().toMillis());
    }
}
