package org.mococxr.appliance.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.screening.HeatMap;
import org.mococxr.appliance.screening.ModelName;
import org.mococxr.gate.RefusalCode;

/** Reads films and what became of them, newest first. Safe for use by many threads. */
public final class Worklist {
    private static final String FILMS = """
            select f.*, w.stage, w.attempts - w.attempts_before as attempts, i.patient_id, i.initials, i.sex, i.age_years, i.view, i.device, i.study_date,
              o.at as concluded_at, o.kind as conclusion, o.code, o.words, o.said, o.model_name, o.model_digest, o.model_release, o.provider,
              o.millis, o.film_rows, o.film_columns, o.prepared_size, o.remarks, st.study_instance_uid
            from film f
              join work w on w.film_id = f.id
              left join study_film sf on sf.film_id = f.id
              left join study st on st.id = sf.study_id
              left join identity i on i.film_id = f.id
              left join outcome o on o.film_id = f.id
            """;

    /** A PACS that is restarted misses one or two tries. */
    static final int STUCK_FROM_ATTEMPTS = 4;

    private static final int TOLD_AT_A_TIME = 200;

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
        return file.read(handle -> entries(handle, ids(handle, search, "", limit)));
    }

    /** The next films of a list by time, behind one that was its last so far. */
    public List<FilmEntry> older(FilmSearch search, FilmEntry than, int limit) {
        return file.read(handle ->
                entries(handle, ids(handle, search, "s.id < " + than.filmId() + " order by s.id desc", limit)));
    }

    /** Tells every film of a list, one after the other; however many there are, only some are held. */
    public void each(FilmSearch search, Consumer<FilmEntry> listener) {
        var ids = file.read(handle -> ids(handle, search, "", Integer.MAX_VALUE));
        for (var from = 0; from < ids.size(); from += TOLD_AT_A_TIME) {
            var some = ids.subList(from, Math.min(ids.size(), from + TOLD_AT_A_TIME));
            file.read(handle -> entries(handle, some)).forEach(listener);
        }
    }

    /** Whether a list holds a film. */
    public boolean holds(FilmSearch search, FilmEntry film) {
        return !file.read(handle -> ids(handle, search, "s.id = " + film.filmId(), 1))
                .isEmpty();
    }

    /** The film before or after another in a list, if there is one. Lists by score have no neighbours. */
    public Optional<FilmEntry> neighbour(FilmSearch search, FilmEntry film, boolean newer) {
        var place = newer
                ? "s.id > " + film.filmId() + " order by s.id asc"
                : "s.id < " + film.filmId() + " order by s.id desc";
        return file.read(handle -> entries(handle, ids(handle, search, place, 1))).stream()
                .findFirst();
    }

    /** @param place a further condition and an order of its own; empty for the search's order */
    static List<Long> ids(Handle handle, FilmSearch search, String place, int limit) {
        return listed(handle, search, "s.id", place, limit).mapTo(Long.class).list();
    }

    /**
     * The films that a search holds.
     *
     * @param columns of each film {@code s}, of which only {@code s.id} is known
     * @param place a further condition and an order of its own; empty for the search's order
     * @param limit negative for no limit
     */
    static Query listed(Handle handle, FilmSearch search, String columns, String place, int limit) {
        var conditions = new ArrayList<String>();
        var joins = "";
        if (!search.text().isEmpty()) {
            conditions.add(
                    "(i.patient_id like :pattern escape '!' or replace(i.initials, '.', '') like :pattern escape '!'"
                            + " or f.ref = :stored or i.study_date = :stored)");
            joins += " cross join film f on f.id = s.id left join identity i on i.film_id = s.id";
        }
        if (search.since().isPresent()) { // films are numbered as they come, whatever the clock said
            conditions.add("s.id >= (select min(id) from film where received_at >= :since)"
                    + " and (select received_at from film r where r.id = s.id) >= :since");
        }
        var score = search.byFinding().isPresent() && place.isEmpty();
        if (score) {
            joins += " join assessment byscore on byscore.film_id = s.id and byscore.finding = :finding";
        }
        var newestFirst = score ? " order by byscore.probability desc, s.id desc" : " order by s.id desc";
        conditions.add(place.isEmpty() ? "1 = 1" + newestFirst : place);
        var query = handle.createQuery("select " + columns + " from ("
                        + search.filter().ids() + ") s" + joins + " where " + String.join(" and ", conditions)
                        + " limit :limit")
                .bind("limit", limit);
        if (!search.text().isEmpty()) {
            query.bind("pattern", search.pattern()).bind("stored", search.storedForm());
        }
        search.since().ifPresent(from -> query.bind("since", from.toEpochMilli()));
        if (score) {
            search.byFinding().ifPresent(finding -> query.bind("finding", finding));
        }
        return query;
    }

    public Optional<FilmEntry> film(String ref) {
        return one("ref", ref);
    }

    public Optional<FilmEntry> film(long filmId) {
        return one("id", filmId);
    }

    /** The newest test film, if one was ever sent. */
    public Optional<FilmEntry> newestTest() {
        return file
                .read(handle -> entries(
                        handle,
                        handle.createQuery("select f.id from film f where not (" + TestFilms.LEFT_OUT
                                        + ") order by f.id desc limit 1")
                                .mapTo(Long.class)
                                .list()))
                .stream()
                .findFirst();
    }

    public Optional<FilmEntry> filmOfDigest(String objectDigest) {
        return one("object_digest", objectDigest);
    }

    private Optional<FilmEntry> one(String column, Object value) {
        return file
                .read(handle -> entries(
                        handle,
                        handle.createQuery("select id from film where " + column + " = :value")
                                .bind("value", value)
                                .mapTo(Long.class)
                                .list()))
                .stream()
                .findFirst();
    }

    /** Films of the same person that came before this one, newest first; none where the film names no person. */
    public List<FilmEntry> earlier(FilmEntry film, int limit) {
        var patientId = film.identity().map(FilmIdentity::patientId).orElse("");
        return patientId.isBlank()
                ? List.of()
                : file.read(handle -> entries(
                        handle,
                        handle.createQuery("select film_id from identity where patient_id = :patient and film_id < :id"
                                        + " order by film_id desc limit :limit")
                                .bind("patient", patientId)
                                .bind("id", film.filmId())
                                .bind("limit", limit)
                                .mapTo(Long.class)
                                .list()));
    }

    /** Everything that happened to a film, oldest first. */
    public List<FilmEvent> events(FilmEntry film) {
        return file.read(handle -> handle.createQuery(
                        "select at, kind, words, said from event where film_id = :id order by id")
                .bind("id", film.filmId())
                .map((row, context) ->
                        new FilmEvent(Instant.ofEpochMilli(row.getLong("at")), row.getString("kind"), sentence(row)))
                .list());
    }

    /** Films without an end; quick, however many films there are. */
    public long openFilms() {
        return file.read(handle -> handle.createQuery("select count(*) from work where stage <> 'done'")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Each film has a number that no other gets, and each that is not open has one end: so only those that were erased and the
     * ends that need a person are counted, which every page asks for.
     */
    public Tally tally() {
        return file.read(handle -> handle.createQuery("""
                        select (select max((select coalesce(max(id), 0) from film), (select coalesce(max(film_id), 0) from erasure))
                            - count(*) from erasure) as films,
                          (select count(*) from work where stage <> 'done') as open,
                          (select count(*) from outcome where kind = 'refused') as refused,
                          (select count(*) from outcome where kind = 'failed') as failed,
                          (select count(*) from delivery where state = 'waiting') as reports_waiting,
                          (select count(*) from delivery where state = 'waiting' and attempts >= :stuck) as reports_stuck,
                          (select count(*) from delivery where state = 'dead') as reports_dead""")
                .bind("stuck", STUCK_FROM_ATTEMPTS)
                .map((row, context) -> new Tally(
                        row.getLong("films"),
                        row.getLong("open"),
                        row.getLong("films") - row.getLong("open") - row.getLong("refused") - row.getLong("failed"),
                        row.getLong("refused"),
                        row.getLong("failed"),
                        row.getLong("reports_waiting"),
                        row.getLong("reports_stuck"),
                        row.getLong("reports_dead")))
                .one());
    }

    /** In the order of their ids; three questions for all of them, because two more for each are what makes a list slow. */
    static List<FilmEntry> entries(Handle handle, List<Long> ids) {
        var wanted = ids.toString(); // a JSON array as it is
        var details = new Details(assessments(handle, wanted), deliveries(handle, wanted));
        var films = new HashMap<Long, FilmEntry>();
        handle.createQuery(FILMS + " where f.id in (select value from json_each(:ids))")
                .bind("ids", wanted)
                .map((row, context) -> film(row, details))
                .forEach(film -> films.put(film.filmId(), film));
        return ids.stream().map(films::get).toList();
    }

    /** By film. */
    private record Details(Map<Long, List<Assessment>> assessments, Map<Long, List<DeliveryEntry>> deliveries) {}

    private static FilmEntry film(ResultSet row, Details details) throws SQLException {
        var filmId = row.getLong("id");
        return new FilmEntry(
                filmId,
                row.getString("ref"),
                row.getString("object_digest"),
                Instant.ofEpochMilli(row.getLong("received_at")),
                Names.source(row.getString("source")),
                row.getString("sender"),
                row.getObject("conflicts_with") != null,
                Optional.ofNullable(row.getString("study_instance_uid")),
                Names.stage(row.getString("stage")),
                row.getInt("attempts"),
                identity(row),
                outcome(row, details.assessments().getOrDefault(filmId, List.of())),
                details.deliveries().getOrDefault(filmId, List.of()));
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

    private static Optional<Outcome> outcome(ResultSet row, List<Assessment> assessments) throws SQLException {
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
                        assessments,
                        row.getInt("film_rows"),
                        row.getInt("film_columns"),
                        row.getInt("prepared_size"),
                        remarks(row),
                        took);
            case "refused" -> new Conclusion.Refused(RefusalCode.valueOf(row.getString("code")), sentence(row), took);
            default -> new Conclusion.Failed(sentence(row), took);
        };
        return Optional.of(new Outcome(Instant.ofEpochMilli(row.getLong("concluded_at")), conclusion));
    }

    /** A line for each; a box before this one wrote words alone. */
    private static List<Sentence> remarks(ResultSet row) throws SQLException {
        var words = row.getString("remarks").lines().toList();
        var said = Optional.ofNullable(row.getString("said"))
                .map(lines -> lines.lines().toList())
                .orElse(List.of());
        return IntStream.range(0, words.size())
                .mapToObj(i -> Sentence.read(said.size() == words.size() ? said.get(i) : null, words.get(i)))
                .toList();
    }

    private static Map<Long, List<Assessment>> assessments(Handle handle, String ids) {
        var assessments = new HashMap<Long, List<Assessment>>();
        handle.createQuery("select * from assessment where film_id in (select value from json_each(:ids))"
                        + " order by film_id, position")
                .bind("ids", ids)
                .map((row, context) -> assessments
                        .computeIfAbsent(row.getLong("film_id"), film -> new ArrayList<>())
                        .add(assessment(row)))
                .list();
        return assessments;
    }

    private static Assessment assessment(ResultSet row) throws SQLException {
        return new Assessment(
                row.getString("finding"),
                row.getDouble("probability"),
                row.getBoolean("suggestive"),
                row.getBoolean("near_cut_off"),
                row.getString("operating_point"),
                row.getDouble("threshold"),
                HeatMap.ofBytes(row.getInt("map_rows"), row.getInt("map_columns"), row.getBytes("map")));
    }

    private static Map<Long, List<DeliveryEntry>> deliveries(Handle handle, String ids) {
        return handle
                .createQuery(
                        "select * from delivery where film_id in (select value from json_each(:ids)) order by film_id, id")
                .bind("ids", ids)
                .map((row, context) -> delivery(row))
                .stream()
                .collect(Collectors.groupingBy(DeliveryEntry::filmId));
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
                sentence(row));
    }

    /** What a row says to people. */
    static Sentence sentence(ResultSet row) throws SQLException {
        return Sentence.read(row.getString("said"), row.getString("words"));
    }
}
