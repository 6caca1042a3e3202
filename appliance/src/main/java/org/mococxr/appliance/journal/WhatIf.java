package org.mococxr.appliance.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.mococxr.gate.GatePolicy;
import org.mococxr.gate.RefusalCode;

/**
 * Counts what another setting would have meant for the films that came last; changes nothing and names no patient. Test films
 * are left out. Safe for use by many threads.
 */
public final class WhatIf {
    private final JournalFile file;

    WhatIf(JournalFile file) {
        this.file = file;
    }

    /**
     * Newest scores of one model for one finding, against two cut-offs.
     *
     * @param films that the model scored, as the one in use or tried out
     * @param now how many of them reach the present cut-off
     * @param then how many reach the other one
     */
    public record Marked(long films, long now, long then) {}

    /** @param mostFilms so many of the newest at most */
    public Marked marked(String modelDigest, String finding, double presentCutOff, double otherCutOff, int mostFilms) {
        return file.read(handle -> handle.createQuery("""
                        select count(*) as films, coalesce(sum(probability >= :present), 0) as present,
                          coalesce(sum(probability >= :other), 0) as other
                        from (
                          select id, probability from (
                            select f.id, a.probability from outcome o join film f on f.id = o.film_id
                              join assessment a on a.film_id = f.id and a.finding = :finding
                              where o.model_digest = :digest and %1$s order by f.id desc limit :most)
                          union all
                          select id, probability from (
                            select f.id, s.probability from shadow_assessment s join film f on f.id = s.film_id
                              where s.model_digest = :digest and s.finding = :finding and %1$s
                              order by f.id desc limit :most)
                          order by id desc limit :most)""".formatted(TestFilms.LEFT_OUT))
                .bind("digest", modelDigest)
                .bind("finding", finding)
                .bind("present", presentCutOff)
                .bind("other", otherCutOff)
                .bind("most", mostFilms)
                .map((row, context) -> new Marked(row.getLong("films"), row.getLong("present"), row.getLong("other")))
                .one());
    }

    /**
     * @param films that ended
     * @param hits how many of them the question is about
     */
    public record Share(long films, long hits) {}

    /** How many of the newest films were refused for one of these reasons. */
    public Share refusedFor(Collection<RefusalCode> reasons, int mostFilms) {
        var codes = reasons.stream().map(code -> "'" + code.name() + "'").collect(Collectors.joining(", "));
        return share("kind = 'refused' and code in (%s)".formatted(codes), mostFilms);
    }

    /** How many of the newest films were scored that this policy would have refused for their size, unknown view or unknown age. */
    public Share scoredAgainst(GatePolicy policy, int mostFilms) {
        var small = "min(film_rows, film_columns) < %d or film_rows * film_columns < %d"
                .formatted(policy.minSidePixels(), policy.minPixels());
        var noAge = policy.requireKnownAge() ? " or age_years is null" : "";
        var noView = policy.requireKnownView() ? " or view is null or view not in ('PA', 'AP')" : "";
        return share("kind = 'scored' and (%s)".formatted(small + noAge + noView), mostFilms);
    }

    /** How many of the newest films were refused as secondary captures of these senders, by AE title; {@code *} is anybody. */
    public Share copiesRefusedFrom(Collection<String> senders, int mostFilms) {
        return share("kind = 'refused' and code = 'SECONDARY_CAPTURE'", mostFilms, senders);
    }

    /** How many of the newest films were scored and came from these senders, by AE title; {@code *} is anybody. */
    public Share scoredFrom(Collection<String> senders, int mostFilms) {
        return share("kind = 'scored'", mostFilms, senders);
    }

    /** AE titles have no line breaks. */
    private Share share(String condition, int mostFilms, Collection<String> senders) {
        var sentBy = " and source = 'dicom' and (instr(:senders, char(10) || sent_by || char(10)) > 0"
                + " or instr(:senders, char(10) || '*' || char(10)) > 0)";
        return share(condition + sentBy, mostFilms, Map.of("senders", "\n" + String.join("\n", senders) + "\n"));
    }

    private Share share(String condition, int mostFilms) {
        return share(condition, mostFilms, Map.of());
    }

    private Share share(String condition, int mostFilms, Map<String, String> values) {
        return file.read(handle -> handle.createQuery("""
                        select count(*) as films, coalesce(sum(%s), 0) as hits from (
                          select o.kind, o.code, o.film_rows, o.film_columns, i.age_years, i.view, f.source,
                            substr(f.sender, 1, instr(f.sender, '@') - 1) as sent_by
                          from outcome o join film f on f.id = o.film_id left join identity i on i.film_id = f.id
                          where %s order by f.id desc limit :most)""".formatted(condition, TestFilms.LEFT_OUT))
                .bind("most", mostFilms)
                .bindMap(values)
                .map((row, context) -> new Share(row.getLong("films"), row.getLong("hits")))
                .one());
    }

    /** Films whose pixels could be deleted, and how much room they take. */
    public record Room(long films, long bytes) {}

    /** @param receivedBefore only films that came earlier */
    public Room removable(Instant receivedBefore) {
        return file.read(handle -> handle.createQuery(
                        "select count(*) as films, coalesce(sum(f.size_bytes), 0) as bytes " + Removals.REMOVABLE)
                .bind("before", receivedBefore.toEpochMilli())
                .map((row, context) -> new Room(row.getLong("films"), row.getLong("bytes")))
                .one());
    }
}
