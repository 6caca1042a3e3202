package org.mococxr.appliance.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.gate.Refusal;
import org.mococxr.gate.RefusalCode;

/** Reads films and what became of them, newest first. Safe for use by many threads. */
public final class Worklist {
    private static final String FILMS = """
            select f.*, w.stage, w.attempts, i.patient_id, i.initials, i.sex, i.age_years, i.view, i.device, i.study_date,
              o.at as concluded_at, o.kind as conclusion, o.code, o.words, o.model_name, o.model_digest, o.model_release, o.provider,
              o.millis, o.film_rows, o.film_columns, o.prepared_size, o.remarks
            from film f
              join work w on w.film_id = f.id
              left join identity i on i.film_id = f.id
              left join outcome o on o.film_id = f.id
            """;

    /** A PACS that is restarted misses one or two tries. */
    static final int STUCK_FROM_ATTEMPTS = 4;

    private final JournalFile file;

    Worklist(JournalFile file) {
        this.file = file;
    }

    /** @param limit at most so many */
    public List<FilmEntry> films(FilmFilter filter, int limit) {
        return films(FilmSearch.of(filter), limit);
    }

    /** @param limit at most so many */
    public List<FilmEntry> films(FilmSearch search, int limit) {
        return file.read(handle -> select(handle, search, "", limit));
    }

    /** Tells every film of a list, one after the other; however many there are, only one is held. */
    public void each(FilmSearch search, Consumer<FilmEntry> listener) {
        file.read(handle -> {
            query(handle, search, "", Integer.MAX_VALUE).map((row, context) -> film(handle, row)).stream()
                    .forEach(listener);
            return search;
        });
    }

    /** The film before or after another in a list, if there is one. Lists by score have no neighbours. */
    public Optional<FilmEntry> neighbour(FilmSearch search, FilmEntry film, boolean newer) {
        var place = " and f.id " + (newer ? ">" : "<") + " " + film.filmId();
        return file
                .read(handle -> select(handle, search, place + " order by f.id " + (newer ? "asc" : "desc"), 1))
                .stream()
                .findFirst();
    }

    /** @param place further conditions and an order of their own; empty for the search's order */
    private static List<FilmEntry> select(Handle handle, FilmSearch search, String place, int limit) {
        return query(handle, search, place, limit)
                .map((row, context) -> film(handle, row))
                .list();
    }

    private static Query query(Handle handle, FilmSearch search, String place, int limit) {
        var text = search.text().isEmpty()
                ? ""
                : " and (i.patient_id like :pattern escape '!' or replace(i.initials, '.', '') like :pattern escape '!'"
                        + " or f.ref = :stored or i.study_date = :stored)";
        var since = search.since().isPresent() ? " and f.received_at >= :since" : "";
        var score = search.byFinding().isPresent() && place.isEmpty();
        var join = score ? " join assessment byscore on byscore.film_id = f.id and byscore.finding = :finding" : "";
        var order = place.isEmpty() ? " order by " + (score ? "byscore.probability desc, " : "") + "f.id desc" : place;
        var query = handle.createQuery(FILMS + join + " where ("
                        + search.filter().condition() + ")" + text + since + order + " limit :limit")
                .bind("limit", limit);
        if (!text.isEmpty()) {
            query.bind("pattern", search.pattern()).bind("stored", search.storedForm());
        }
        search.since().ifPresent(from -> query.bind("since", from.toEpochMilli()));
        if (score) {
            search.byFinding().ifPresent(finding -> query.bind("finding", finding));
        }
        return query;
    }

    public Optional<FilmEntry> film(String ref) {
        return file.read(handle -> handle.createQuery(FILMS + " where f.ref = :ref")
                .bind("ref", ref)
                .map((row, context) -> film(handle, row))
                .findFirst());
    }

    public Optional<FilmEntry> film(long filmId) {
        return file.read(handle -> handle.createQuery(FILMS + " where f.id = :id")
                .bind("id", filmId)
                .map((row, context) -> film(handle, row))
                .findFirst());
    }

    /** The newest test film, if one was ever sent. */
    public Optional<FilmEntry> newestTest() {
        return file.read(handle -> handle.createQuery(
                        FILMS + " where not (" + TestFilms.LEFT_OUT + ") order by f.id desc limit 1")
                .map((row, context) -> film(handle, row))
                .findFirst());
    }

    public Optional<FilmEntry> filmOfDigest(String objectDigest) {
        return file.read(handle -> handle.createQuery(FILMS + " where f.object_digest = :digest")
                .bind("digest", objectDigest)
                .map((row, context) -> film(handle, row))
                .findFirst());
    }

    /** Films of the same person that came before this one, newest first; none where the film names no person. */
    public List<FilmEntry> earlier(FilmEntry film, int limit) {
        var patientId = film.identity().map(FilmIdentity::patientId).orElse("");
        return patientId.isBlank()
                ? List.of()
                : file.read(handle -> handle.createQuery(
                                FILMS + " where i.patient_id = :patient and f.id < :id order by f.id desc limit :limit")
                        .bind("patient", patientId)
                        .bind("id", film.filmId())
                        .bind("limit", limit)
                        .map((row, context) -> film(handle, row))
                        .list());
    }

    /** Everything that happened to a film, oldest first. */
    public List<FilmEvent> events(FilmEntry film) {
        return file.read(handle -> handle.createQuery(
                        "select at, kind, words from event where film_id = :id order by id")
                .bind("id", film.filmId())
                .map((row, context) -> new FilmEvent(
                        Instant.ofEpochMilli(row.getLong("at")), row.getString("kind"), row.getString("words")))
                .list());
    }

    /** Films without an end; quick, however many films there are. */
    public long openFilms() {
        return file.read(handle -> handle.createQuery("select count(*) from work where stage <> 'done'")
                .mapTo(Long.class)
                .one());
    }

    public Tally tally() {
        return file.read(handle -> handle.createQuery("""
                        select (select count(*) from film) as films,
                          (select count(*) from work where stage <> 'done') as open,
                          (select count(*) from outcome where kind = 'scored') as scored,
                          (select count(*) from outcome where kind = 'refused') as refused,
                          (select count(*) from outcome where kind = 'failed') as failed,
                          (select count(*) from delivery where state = 'waiting') as reports_waiting,
                          (select count(*) from delivery where state = 'waiting' and attempts >= :stuck) as reports_stuck,
                          (select count(*) from delivery where state = 'dead') as reports_dead""")
                .bind("stuck", STUCK_FROM_ATTEMPTS)
                .map((row, context) -> new Tally(
                        row.getLong("films"),
                        row.getLong("open"),
                        row.getLong("scored"),
                        row.getLong("refused"),
                        row.getLong("failed"),
                        row.getLong("reports_waiting"),
                        row.getLong("reports_stuck"),
                        row.getLong("reports_dead")))
                .one());
    }

    private static FilmEntry film(Handle handle, ResultSet row) throws SQLException {
        var filmId = row.getLong("id");
        return new FilmEntry(
                filmId,
                row.getString("ref"),
                row.getString("object_digest"),
                Instant.ofEpochMilli(row.getLong("received_at")),
                Names.source(row.getString("source")),
                row.getString("sender"),
                row.getObject("conflicts_with") != null,
                Names.stage(row.getString("stage")),
                row.getInt("attempts"),
                identity(row),
                outcome(handle, filmId, row),
                deliveries(handle, filmId));
    }

    private static Optional<FilmIdentity> identity(ResultSet row) throws SQLException {
        if (row.getString("patient_id") == null) {
            return Optional.empty();
        }
        var age = row.getObject("age_years") == null ? OptionalInt.empty() : OptionalInt.of(row.getInt("age_years"));
        return Optional.of(new FilmIdentity(
                row.getString("patient_id"),
                row.getString("initials"),
                row.getString("sex"),
                age,
                row.getString("view"),
                row.getString("device"),
                row.getString("study_date")));
    }

    private static Optional<Outcome> outcome(Handle handle, long filmId, ResultSet row) throws SQLException {
        var kind = row.getString("conclusion");
        if (kind == null) {
            return Optional.empty();
        }
        var took = Duration.ofMillis(row.getLong("millis"));
        var conclusion = switch (kind) {
            case "scored" ->
                new Conclusion.Scored(
                        new ModelName(row.getString("model_name"), row.getString("model_digest")),
                        row.getString("model_release"),
                        row.getString("provider"),
                        assessments(handle, filmId),
                        row.getInt("film_rows"),
                        row.getInt("film_columns"),
                        row.getInt("prepared_size"),
                        row.getString("remarks").lines().toList(),
                        took);
            case "refused" ->
                new Conclusion.Refused(
                        new Refusal(RefusalCode.valueOf(row.getString("code")), row.getString("words")), took);
            default -> new Conclusion.Failed(row.getString("words"), took);
        };
        return Optional.of(new Outcome(Instant.ofEpochMilli(row.getLong("concluded_at")), conclusion));
    }

    private static List<Assessment> assessments(Handle handle, long filmId) {
        return handle.createQuery("select * from assessment where film_id = :id order by position")
                .bind("id", filmId)
                .map((row, context) -> new Assessment(
                        row.getString("finding"),
                        row.getDouble("probability"),
                        row.getBoolean("suggestive"),
                        row.getBoolean("near_cut_off"),
                        row.getString("operating_point"),
                        row.getDouble("threshold"),
                        HeatMap.ofBytes(row.getInt("map_rows"), row.getInt("map_columns"), row.getBytes("map"))))
                .list();
    }

    private static List<DeliveryEntry> deliveries(Handle handle, long filmId) {
        return handle.createQuery("select * from delivery where film_id = :id order by id")
                .bind("id", filmId)
                .map((row, context) -> delivery(row))
                .list();
    }

    static DeliveryEntry delivery(ResultSet row) throws SQLException {
        return new DeliveryEntry(
                row.getLong("id"),
                row.getLong("film_id"),
                row.getString("peer"),
                row.getString("kind"),
                Names.state(row.getString("state")),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("not_before")),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                row.getString("words"));
    }
}
