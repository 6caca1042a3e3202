package org.mococxr.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/** Films scored for one finding, ranked once by score so that each bootstrap replicate needs a single pass. Immutable. */
public final class ScoredFilms {
    private final List<ScoredFilm> ranked;
    /** What a replicate reads again and again, side by side. */
    private final double[] scores;

    private final boolean[] positive;
    private final int[] patientOf;
    private final List<String> patients;
    private final int positives;

    private ScoredFilms(List<ScoredFilm> films) {
        var byScore = new ArrayList<>(films);
        byScore.sort(Comparator.comparingDouble(ScoredFilm::score));
        ranked = List.copyOf(byScore);
        scores = ranked.stream().mapToDouble(ScoredFilm::score).toArray();
        positive = new boolean[scores.length];
        for (int rank = 0; rank < positive.length; rank++) {
            positive[rank] = ranked.get(rank).positive();
        }
        // Patients are numbered by name, not by rank: two arms scored on the same films share their draws.
        patients = List.copyOf(
                new TreeSet<>(films.stream().map(ScoredFilm::patient).toList()));
        patientOf = ranked.stream()
                .mapToInt(film -> Collections.binarySearch(patients, film.patient()))
                .toArray();
        positives = (int) films.stream().filter(ScoredFilm::positive).count();
    }

    public static ScoredFilms of(List<ScoredFilm> films) {
        return new ScoredFilms(films);
    }

    public int size() {
        return ranked.size();
    }

    public int positives() {
        return positives;
    }

    public int negatives() {
        return size() - positives;
    }

    public int patients() {
        return patients.size();
    }

    boolean sharesPatientsWith(ScoredFilms other) {
        return patients.equals(other.patients);
    }

    /** @return the films by ascending score; equal scores keep the order they were given in */
    public List<ScoredFilm> ranked() {
        return ranked;
    }

    /** @return the names of all sources, in alphabetical order */
    public List<String> sources() {
        return List.copyOf(new TreeSet<>(ranked.stream().map(ScoredFilm::source).toList()));
    }

    public ScoredFilms fromSource(String source) {
        return where(film -> film.source().equals(source));
    }

    public ScoredFilms where(Predicate<ScoredFilm> wanted) {
        return new ScoredFilms(ranked.stream().filter(wanted).toList());
    }

    /** @return the same films with each score replaced, for example logits by calibrated probabilities */
    public ScoredFilms rescored(DoubleUnaryOperator scale) {
        return new ScoredFilms(ranked.stream()
                .map(film -> new ScoredFilm(
                        film.patient(), film.source(), film.positive(), scale.applyAsDouble(film.score())))
                .toList());
    }

    boolean positiveAt(int rank) {
        return positive[rank];
    }

    double scoreAt(int rank) {
        return scores[rank];
    }

    int patientAt(int rank) {
        return patientOf[rank];
    }
}
