package org.mococxr.inputcheck.fitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mococxr.inputcheck.EmbeddingDistance;
import org.mococxr.inputcheck.InputCheck;
import org.mococxr.inputcheck.InputCheckReport;
import org.mococxr.inputcheck.InputKind;
import org.mococxr.inputcheck.KindHead;
import org.mococxr.inputcheck.RefusalRate;
import org.mococxr.inputcheck.RefusalRate.Basis;
import org.mococxr.inputcheck.ShapeFeatures;
import org.mococxr.run.Journal;

/**
 * Fits and measures one input check. The films of a hospital that nobody has seen must pass, so each source in turn is left out, a check
 * is fitted to the others, and the thresholds are set such that of the films left out it takes at most two in a hundred for another kind
 * of picture, and one in a hundred for unlike the training films.
 */
public final class InputCheckFit {
    /** Of any source's frontal films, as another kind of picture. */
    private static final double MOST_TAKEN_FOR_OTHERS = 0.02;

    /** Of any source's frontal films, as unlike the training films. */
    private static final double MOST_UNUSUAL = 0.01;

    /** Where no film may be beyond the threshold, because one would be more than a hundredth of them. */
    private static final double FOR_WANT_OF_FILMS = 1.25;

    /** A film that is more probably something else is not scored, however well the training films do. */
    private static final double HIGHEST_FRONTAL_THRESHOLD = 0.5;

    /** A source that would need less than this differs too much; it shows in the figures instead. */
    private static final double LOWEST_FRONTAL_THRESHOLD = 0.2;

    private final Gallery gallery;
    private final Lessons lessons;
    private final Settings settings;
    private final Journal journal;

    /**
     * @param checkpointSha256 of the weights that made the embeddings
     * @param sizePixels of the model's prepared films
     * @param terms of listed pictures other than frontal films that it may learn from, by source
     */
    public record Settings(String checkpointSha256, int sizePixels, Map<String, String> terms, long seed) {
        public Settings {
            terms = Map.copyOf(terms);
        }
    }

    /** What a check without thresholds says of one film: how probably it is frontal, how unusual. */
    private record Judged(double frontal, double distance) {}

    private InputCheckFit(Gallery gallery, Settings settings, Journal journal) {
        this.gallery = gallery;
        this.settings = settings;
        this.journal = journal;
        this.lessons = Lessons.of(gallery, settings.terms(), settings.seed(), settings.sizePixels());
    }

    public static InputCheck fit(Gallery gallery, Settings settings, Journal journal) {
        return new InputCheckFit(gallery, settings, journal).fit();
    }

    private record LeftOut(String source, List<SeenFilm> films, KindHead head, EmbeddingDistance distance) {}

    private InputCheck fit() {
        var leftOut = leaveEachSourceOut();
        journal.say("fitting the head to %d pictures".formatted(lessons.all().size()));
        var head = HeadFit.fit(lessons.all(), settings.seed());
        var distance = DistanceFit.fit(embeddings(gallery.train()));
        var groups = new ArrayList<List<Judged>>();
        leftOut.forEach(fold -> groups.add(judge(fold.films(), fold.head(), fold.distance())));
        Gallery.bySource(gallery.validation()).values().forEach(films -> groups.add(judge(films, head, distance)));
        var frontalAtLeast = frontalThreshold(groups);
        var mostUnusual = distanceThreshold(groups);

        var unmeasured = check(head, distance, report(frontalAtLeast, mostUnusual, List.of()));
        var rates = new ArrayList<RefusalRate>();
        var measuring = new Measuring(unmeasured);
        rates.addAll(measuring.listed(gallery.validation(), true, Basis.VALIDATION));
        for (var fold : leftOut) {
            var foldCheck = check(fold.head(), fold.distance(), unmeasured.report());
            rates.addAll(new Measuring(foldCheck).listed(fold.films(), true, Basis.SOURCE_LEFT_OUT));
        }
        rates.addAll(measuring.listed(gallery.frontalToCheck(), true, Basis.NEVER_SEEN));
        rates.addAll(measuring.made(gallery.validation(), settings.seed(), settings.sizePixels()));
        rates.addAll(measuring.listed(gallery.othersToCheck(), false, Basis.NEVER_SEEN));
        return check(head, distance, report(frontalAtLeast, mostUnusual, rates));
    }

    private List<LeftOut> leaveEachSourceOut() {
        var bySource = Gallery.bySource(gallery.train());
        var folds = new ArrayList<LeftOut>();
        if (bySource.size() < 2) {
            journal.warn("all training films are of one source: nothing is known about films of another");
            return folds;
        }
        bySource.forEach((source, films) -> {
            journal.say("fitting without the %d films of %s".formatted(films.size(), source));
            var others = gallery.train().stream()
                    .filter(film -> !film.source().equals(source))
                    .toList();
            folds.add(new LeftOut(
                    source,
                    films,
                    HeadFit.fit(lessons.without(source), settings.seed()),
                    DistanceFit.fit(embeddings(others))));
        });
        return folds;
    }

    private static InputCheck check(KindHead head, EmbeddingDistance distance, InputCheckReport report) {
        return new InputCheck(report, head, distance);
    }

    private InputCheckReport report(double frontalAtLeast, double mostUnusual, List<RefusalRate> rates) {
        return new InputCheckReport(
                InputCheckReport.FORMAT,
                ShapeFeatures.RECIPE,
                frontalAtLeast,
                mostUnusual,
                settings.checkpointSha256(),
                settings.seed(),
                lessons.learned(),
                embeddings(gallery.train()).size(),
                rates);
    }

    private static List<float[]> embeddings(List<SeenFilm> films) {
        return films.stream().flatMap(film -> film.embedding().stream()).toList();
    }

    private static List<Judged> judge(List<SeenFilm> films, KindHead head, EmbeddingDistance distance) {
        return films.stream()
                .map(film -> new Judged(
                        head.probabilities(ShapeFeatures.of(film.thumbnail()))[InputKind.FRONTAL.ordinal()],
                        film.embedding().map(distance::of).orElse(Double.NaN)))
                .toList();
    }

    private static double frontalThreshold(List<List<Judged>> groups) {
        var threshold = HIGHEST_FRONTAL_THRESHOLD;
        for (var group : groups) {
            var sorted = group.stream().mapToDouble(Judged::frontal).sorted().toArray();
            threshold = Math.min(threshold, sorted[refusable(sorted.length, MOST_TAKEN_FOR_OTHERS)]);
        }
        return Math.max(LOWEST_FRONTAL_THRESHOLD, threshold);
    }

    private static double distanceThreshold(List<List<Judged>> groups) {
        var threshold = Double.MIN_NORMAL;
        for (var group : groups) {
            var sorted = group.stream()
                    .mapToDouble(Judged::distance)
                    .filter(distance -> !Double.isNaN(distance))
                    .sorted()
                    .toArray();
            if (sorted.length > 0) {
                var refusable = refusable(sorted.length, MOST_UNUSUAL);
                threshold = Math.max(
                        threshold, sorted[sorted.length - 1 - refusable] * (refusable == 0 ? FOR_WANT_OF_FILMS : 1));
            }
        }
        return threshold;
    }

    private static int refusable(int films, double share) {
        return (int) (share * films);
    }
}
