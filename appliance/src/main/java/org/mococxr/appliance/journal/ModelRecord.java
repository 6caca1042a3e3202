package org.mococxr.appliance.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.ModelName;

/** What happened to models, and what a model that is tried out says beside the one in use. Safe for use by many threads. */
public final class ModelRecord {
    private final JournalFile file;
    private final Clock clock;

    ModelRecord(JournalFile file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    public void happened(String digest, String kind, Sentence words) {
        file.write(handle -> handle.execute(
                "insert into model_event (at, digest, kind, words, said) values (?, ?, ?, ?, ?)",
                clock.instant().toEpochMilli(),
                digest,
                kind,
                words.english(),
                words.stored()));
    }

    /** Newest first. */
    public List<ModelEvent> events(int limit) {
        return file.read(handle -> handle.createQuery("select * from model_event order by id desc limit :limit")
                .bind("limit", limit)
                .map((row, context) -> new ModelEvent(
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("digest"),
                        row.getString("kind"),
                        Worklist.sentence(row)))
                .list());
    }

    /** Why the box left a model by itself, until a person activates one or has seen it. */
    public Optional<Sentence> leftByItself() {
        return file.read(handle -> handle.createQuery(
                        "select kind, words, said from model_event where kind in ('activated', 'rolled_back', 'acknowledged') order by id desc limit 1")
                .map((row, context) -> new ModelEvent(Instant.EPOCH, "", row.getString("kind"), Worklist.sentence(row)))
                .findFirst()
                .filter(event -> event.kind().equals("rolled_back"))
                .map(ModelEvent::words));
    }

    /** Which model came into use last, by whomever. */
    public Optional<String> lastInUse() {
        return file.read(handle -> handle.createQuery(
                        "select digest from model_event where kind in ('activated', 'took_over') order by id desc limit 1")
                .mapTo(String.class)
                .findFirst());
    }

    /** A film for the model that is tried out. */
    public record ShadowFilm(long filmId, String ref, String objectDigest) {}

    /**
     * The newest scored film that this model has not seen, received after it was installed; films whose pixels were deleted are
     * left out.
     */
    public Optional<ShadowFilm> nextForShadow(String modelDigest, Instant since) {
        return file.read(handle -> handle.createQuery("""
                        select f.id, f.ref, f.object_digest from film f join outcome o on o.film_id = f.id
                        where f.received_at >= :since and o.kind = 'scored' and o.model_digest <> :digest
                          and not exists (select 1 from shadow_outcome s where s.film_id = f.id and s.model_digest = :digest)
                          and not exists (select 1 from removal r where r.film_id = f.id) and %s
                        order by f.id desc limit 1""".formatted(TestFilms.LEFT_OUT))
                .bind("since", since.toEpochMilli())
                .bind("digest", modelDigest)
                .map((row, context) ->
                        new ShadowFilm(row.getLong("id"), row.getString("ref"), row.getString("object_digest")))
                .findFirst());
    }

    /** Writes down what the model that is tried out said; a second time, or of a film that was erased meanwhile, it changes nothing. */
    public void shadowConcluded(ShadowFilm film, String modelDigest, Conclusion conclusion) {
        file.write(handle -> conclude(handle, film.filmId(), modelDigest, conclusion));
    }

    private int conclude(Handle handle, long filmId, String modelDigest, Conclusion conclusion) {
        var written = handle.execute(
                "insert into shadow_outcome (film_id, model_digest, at, kind, words, millis) select id, ?, ?, ?, ?, ?"
                        + " from film where id = ? on conflict do nothing",
                modelDigest,
                clock.instant().toEpochMilli(),
                conclusion.fold(scored -> "scored", refused -> "refused", failed -> "failed"),
                conclusion.fold(
                        scored -> "",
                        refused -> refused.code().name(),
                        failed -> failed.reason().english()),
                conclusion.took().toMillis(),
                filmId);
        if (written == 1) {
            conclusion.fold(
                    scored -> insert(handle, filmId, modelDigest, scored), refused -> written, failed -> written);
        }
        return written;
    }

    private static int insert(Handle handle, long filmId, String modelDigest, Conclusion.Scored scored) {
        for (var assessment : scored.assessments()) {
            handle.execute(
                    "insert into shadow_assessment (film_id, model_digest, finding, probability, suggestive, near_cut_off)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    filmId,
                    modelDigest,
                    assessment.finding(),
                    assessment.probability(),
                    assessment.suggestive() ? 1 : 0,
                    assessment.nearCutOff() ? 1 : 0);
        }
        return scored.assessments().size();
    }

    /** By finding: the model that is tried out against whichever model was in use when a film came. */
    public List<Agreement> agreement(String modelDigest) {
        return file.read(handle -> handle.createQuery("""
                        select s.finding, count(*) as films, sum(a.suggestive and s.suggestive) as both,
                          sum(a.suggestive and not s.suggestive) as only_active,
                          sum(not a.suggestive and s.suggestive) as only_shadow,
                          avg(abs(a.probability - s.probability)) as difference
                        from shadow_assessment s join assessment a on a.film_id = s.film_id and a.finding = s.finding
                        where s.model_digest = :digest group by s.finding order by s.finding""")
                .bind("digest", modelDigest)
                .map((row, context) -> new Agreement(
                        row.getString("finding"),
                        row.getLong("films"),
                        row.getLong("both"),
                        row.getLong("only_active"),
                        row.getLong("only_shadow"),
                        row.getDouble("difference")))
                .list());
    }

    /** Films that the model which is tried out failed on or refused although the model in use scored them. */
    public long notScoredByShadow(String modelDigest) {
        return file.read(handle -> handle.createQuery(
                        "select count(*) from shadow_outcome where model_digest = :digest and kind <> 'scored'")
                .bind("digest", modelDigest)
                .mapTo(Long.class)
                .one());
    }

    /** Every model that a result on this box names; what replaying results needs. */
    public List<ModelName> named() {
        return file.read(handle -> handle.createQuery(
                        "select distinct model_name, model_digest from outcome where kind = 'scored'")
                .map((row, context) -> new ModelName(row.getString("model_name"), row.getString("model_digest")))
                .list());
    }
}
