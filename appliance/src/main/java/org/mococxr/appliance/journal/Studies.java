package org.mococxr.appliance.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Films of one study, taken together. A study closes when no film of it waits and none came for a while; the film that speaks
 * most for a finding then stands for all. A late film opens it again. Safe for use by many threads.
 */
public final class Studies {
    private final JournalFile file;
    private final Clock clock;
    private final Consumer<String> tell;

    /** @param tell called with the reference of each film whose study was closed */
    Studies(JournalFile file, Clock clock, Consumer<String> tell) {
        this.file = file;
        this.clock = clock;
        this.tell = tell;
    }

    static void join(Handle handle, long filmId, String studyInstanceUid, String newRef, Instant now) {
        handle.execute(
                "insert into study (ref, study_instance_uid, opened_at, changed_at) values (?, ?, ?, ?)"
                        + " on conflict (study_instance_uid) do nothing",
                newRef,
                studyInstanceUid,
                now.toEpochMilli(),
                now.toEpochMilli());
        handle.execute(
                "insert into study_film (film_id, study_id) select ?, id from study where study_instance_uid = ?",
                filmId,
                studyInstanceUid);
        touch(handle, filmId, now);
    }

    static void touch(Handle handle, long filmId, Instant now) {
        handle.execute(
                "update study set changed_at = ?, open = 1 where id = (select study_id from study_film where film_id = ?)",
                now.toEpochMilli(),
                filmId);
    }

    /**
     * Closes every study that nothing happened to for so long, and writes down its result.
     *
     * @return how many were closed
     */
    public int closeQuiet(Duration quiet) {
        var before = clock.instant().minus(quiet).toEpochMilli();
        if (quietStudies(before).isEmpty()) {
            return 0; // nothing to write, so the disk stays quiet too
        }
        var closed = file.write(handle -> {
            var due = quietStudies(handle, before);
            due.forEach(study -> close(handle, study));
            return due;
        });
        refs(closed).forEach(tell);
        return closed.size();
    }

    private List<String> refs(List<Long> studies) {
        return file.read(handle -> handle.createQuery("select f.ref from study_film sf join film f on f.id = sf.film_id"
                        + " where sf.study_id in (select value from json_each(:ids)) order by f.id")
                .bind("ids", studies.toString()) // a JSON array as it is
                .mapTo(String.class)
                .list());
    }

    private List<Long> quietStudies(long before) {
        return file.read(handle -> quietStudies(handle, before));
    }

    private static List<Long> quietStudies(Handle handle, long before) {
        return handle.createQuery("""
                        select s.id from study s
                        where s.open = 1 and s.changed_at <= :before
                          and not exists (select 1 from study_film sf join work w on w.film_id = sf.film_id
                            where sf.study_id = s.id and w.stage <> 'done')""").bind("before", before).mapTo(Long.class).list();
    }

    private void close(Handle handle, long study) {
        var number = 1
                + handle.createQuery("select count(*) from study_result where study_id = :id")
                        .bind("id", study)
                        .mapTo(Integer.class)
                        .one();
        handle.execute(
                "insert into study_result (study_id, number, at, films, scored) select ?, ?, ?, count(*),"
                        + " count(case when o.kind = 'scored' then 1 end)"
                        + " from study_film sf left join outcome o on o.film_id = sf.film_id where sf.study_id = ?",
                study,
                number,
                clock.instant().toEpochMilli(),
                study);
        for (var standing : StudyEntry.strongest(Worklist.entries(handle, filmIds(handle, study)))) {
            var assessment = standing.assessment();
            handle.execute(
                    "insert into study_assessment (study_id, number, finding, film_id, probability, suggestive, near_cut_off)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    study,
                    number,
                    assessment.finding(),
                    standing.film().filmId(),
                    assessment.probability(),
                    assessment.suggestive() ? 1 : 0,
                    assessment.nearCutOff() ? 1 : 0);
        }
        handle.execute("update study set open = 0 where id = ?", study);
    }

    private static List<Long> filmIds(Handle handle, long study) {
        return handle.createQuery("select film_id from study_film where study_id = :study order by film_id")
                .bind("study", study)
                .mapTo(Long.class)
                .list();
    }

    /** The studies of a list by time, as {@link StudyList} has them, without films that belong to none. */
    public List<Study> newest(FilmSearch search, int limit) {
        return file.read(handle -> studies(handle, StudyList.studyIds(handle, search, "", limit)));
    }

    /** The next studies of such a list, behind one that was its last so far. */
    public List<Study> older(FilmSearch search, Study than, int limit) {
        return file.read(handle -> studies(
                handle,
                StudyList.studyIds(
                        handle, search, "s.id < " + place(handle, search, than) + " order by s.id desc", limit)));
    }

    /** Where a study stands in a list by time; where its newest film would, if the list does not hold it any more. */
    private static long place(Handle handle, FilmSearch search, Study study) {
        var id = handle.createQuery("select id from study where ref = :ref")
                .bind("ref", study.ref())
                .mapTo(Long.class)
                .findFirst();
        return id.flatMap(known -> StudyList.newestListed(handle, search, known, 0))
                .or(() -> id.flatMap(known -> StudyList.newestListed(handle, FilmSearch.of(FilmFilter.ALL), known, 0)))
                .orElse(0L);
    }

    private static List<Study> studies(Handle handle, List<Long> ids) {
        return ids.stream()
                .flatMap(id -> one(handle, "select * from study where id = :value", id).stream())
                .toList();
    }

    public Optional<Study> study(String ref) {
        return one("select * from study where ref = :value", ref);
    }

    /** Empty for a film that belongs to no study. */
    public Optional<Study> ofFilm(FilmEntry film) {
        return one(
                "select s.* from study s join study_film sf on sf.study_id = s.id where sf.film_id = :value",
                film.filmId());
    }

    private Optional<Study> one(String query, Object value) {
        return file.read(handle -> one(handle, query, value));
    }

    private static Optional<Study> one(Handle handle, String query, Object value) {
        return handle.createQuery(query)
                .bind("value", value)
                .map((row, context) -> study(handle, row))
                .findFirst();
    }

    private static Study study(Handle handle, ResultSet row) throws SQLException {
        var id = row.getLong("id");
        return new Study(
                row.getString("ref"),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                row.getBoolean("open"),
                handle.createQuery(
                                "select f.ref from study_film sf join film f on f.id = sf.film_id where sf.study_id = :id order by f.id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list(),
                result(handle, id));
    }

    private static Optional<Study.Result> result(Handle handle, long study) {
        return handle.createQuery("select * from study_result where study_id = :id order by number desc limit 1")
                .bind("id", study)
                .map((row, context) -> new Study.Result(
                        row.getInt("number"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getInt("films"),
                        row.getInt("scored"),
                        findings(handle, study, row.getInt("number"))))
                .findFirst();
    }

    private static List<Study.Finding> findings(Handle handle, long study, int number) {
        return handle.createQuery("""
                        select a.*, f.ref from study_assessment a join film f on f.id = a.film_id
                        where a.study_id = :id and a.number = :number order by a.rowid""")
                .bind("id", study)
                .bind("number", number)
                .map((row, context) -> new Study.Finding(
                        row.getString("finding"),
                        row.getDouble("probability"),
                        row.getBoolean("suggestive"),
                        row.getBoolean("near_cut_off"),
                        row.getString("ref")))
                .list();
    }
}
