package org.mococxr.appliance.web.films;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmSearch;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.journal.StudyEntry;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.html.Html;

/** The rows of a list for one reader: films, or studies with their films. */
final class ListRows {
    private static final int ROWS_ON_A_PAGE = 200;

    private final Journal journal;
    private final FilmList list;
    private final FilmSearch search;
    private final FilmRow films;
    private final StudyRow studies;

    ListRows(View view, Journal journal, FilmList list, Clock clock, FilmRow films) {
        this.journal = journal;
        this.list = list;
        this.search = list.search(clock);
        this.films = films;
        this.studies = new StudyRow(view, films);
    }

    /** @param behind the film behind whose row the next page begins; empty on the last page and in lists by score */
    record Page(List<Html> rows, Optional<String> behind) {}

    Page page() {
        var before = list.before().isEmpty()
                ? Optional.<FilmEntry>empty()
                : journal.worklist().film(list.before());
        return list.isByStudy() ? studies(before) : films(before);
    }

    private Page films(Optional<FilmEntry> before) {
        var found = before.map(film -> journal.worklist().older(search, film, ROWS_ON_A_PAGE))
                .orElseGet(() -> journal.worklist().films(search, ROWS_ON_A_PAGE));
        return new Page(
                found.stream().map(films::of).toList(),
                behind(found.stream().map(FilmEntry::ref).toList()));
    }

    private Page studies(Optional<FilmEntry> before) {
        var found = before.map(film -> journal.studyList().older(search, film, ROWS_ON_A_PAGE))
                .orElseGet(() -> journal.studyList().studies(search, ROWS_ON_A_PAGE));
        return new Page(
                found.stream().map(studies::of).toList(),
                behind(found.stream().map(study -> study.newest().ref()).toList()));
    }

    private Optional<String> behind(List<String> refs) {
        return refs.size() < ROWS_ON_A_PAGE || search.byFinding().isPresent()
                ? Optional.empty()
                : Optional.of(refs.get(refs.size() - 1));
    }

    /** The row that a film stands in now; empty if this list does not hold it. */
    Optional<Html> row(FilmEntry film) {
        if (list.isByStudy()) {
            var study = journal.studyList().of(film);
            return holdsAny(study) ? Optional.of(studies.of(study)) : Optional.empty();
        }
        return holds(film) ? Optional.of(films.of(film)) : Optional.empty();
    }

    private boolean holdsAny(StudyEntry study) {
        return list.isEverything() || study.films().stream().anyMatch(this::holds);
    }

    private boolean holds(FilmEntry film) {
        return list.isEverything() || journal.worklist().holds(search, film);
    }
}
