package org.mococxr.appliance.screening;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.film.DisplayPicture;
import org.mococxr.film.Film;
import org.mococxr.film.FilmHeader;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.GreyRecipe;
import org.mococxr.film.PixelMemory;
import org.mococxr.film.PreparedFilm;
import org.mococxr.gate.FilmGate;
import org.mococxr.gate.GatePolicy;
import org.mococxr.gate.Refusal;
import org.mococxr.inference.Outputs;
import org.mococxr.report.FilmPrint;

/**
 * The way of one film to its conclusion: read, judged by its header, judged by its pixels, prepared, judged by the model's input check,
 * scored, decided. Each step may refuse; no policy lifts the input check. Safe for use by many threads.
 */
public final class Screener {
    private final ModelInUse models;
    private final Supplier<GatePolicy> policy;
    private final FilmGate gate = new FilmGate();
    private final PixelMemory memory = new PixelMemory(Runtime.getRuntime().availableProcessors() + 1);

    /** @param policy as of now; a film is judged by one from end to end */
    public Screener(ModelInUse models, Supplier<GatePolicy> policy) {
        this.models = models;
        this.policy = policy;
    }

    /**
     * @throws RuntimeException only for what is no fault of the film: a disk that cannot be read, a runtime that fails
     */
    public Screened screen(Path file) {
        return screen(file, Optional.empty());
    }

    /** As the other; a film that is scored also leaves a print for its reports. */
    public Screened screen(Path file, Consumer<FilmPrint> prints) {
        return screen(file, Optional.of(prints));
    }

    private Screened screen(Path file, Optional<Consumer<FilmPrint>> prints) {
        var began = System.nanoTime();
        var policy = this.policy.get();
        Optional<FilmHeader> header = Optional.empty();
        try {
            header = Optional.of(FilmReader.readHeader(file));
            var refusal = gate.judgeHeader(header.get(), policy);
            if (refusal.isPresent()) {
                return refused(header, refusal.get(), began);
            }
            return FilmReader.lend(file, GreyRecipe.DISPLAY, memory, film -> screen(file, film, policy, prints, began));
        } catch (FilmUnreadableException e) {
            return refused(header, Refusal.of(e), began);
        }
    }

    private Screened screen(Path file, Film film, GatePolicy policy, Optional<Consumer<FilmPrint>> prints, long began) {
        var refusal = gate.judgePixels(film.radiograph(), policy);
        return refusal.map(found -> refused(Optional.of(film.header()), found, began))
                .orElseGet(() ->
                        new Screened(Optional.of(FilmIdentities.of(film.header())), score(file, film, prints, began)));
    }

    /** The gate judged the film as it is displayed, and so it is printed; the model meets it as it learned to see films. */
    private Conclusion score(Path file, Film displayed, Optional<Consumer<FilmPrint>> prints, long began) {
        try (var loan = models.borrow()) {
            var model = loan.model();
            if (model.grey() != GreyRecipe.DISPLAY) {
                var conclusion = FilmReader.lend(
                        file,
                        model.grey(),
                        memory,
                        film -> score(film, model, model.prepare(film.radiograph()), began));
                print(
                        conclusion,
                        prints,
                        displayed,
                        DisplayPicture.of(displayed.radiograph(), FilmPrint.LONG_SIDE_PIXELS));
                return conclusion;
            }
            if (prints.isEmpty()) {
                return score(displayed, model, model.prepare(displayed.radiograph()), began);
            }
            var shown = model.prepareAndShow(displayed.radiograph(), FilmPrint.LONG_SIDE_PIXELS);
            var conclusion = score(displayed, model, shown.prepared(), began);
            print(conclusion, prints, displayed, shown.picture());
            return conclusion;
        }
    }

    private static void print(
            Conclusion conclusion, Optional<Consumer<FilmPrint>> prints, Film film, DisplayPicture picture) {
        if (conclusion instanceof Conclusion.Scored) {
            prints.ifPresent(print -> print.accept(FilmPrint.of(film.radiograph(), picture)));
        }
    }

    private Conclusion score(Film film, ActiveModel model, PreparedFilm prepared, long began) {
        var radiograph = film.radiograph();
        var otherKind = model.inputCheck().flatMap(check -> InputRefusals.ofKind(check.kind(prepared), since(began)));
        if (otherKind.isPresent()) {
            return otherKind.get();
        }
        var outputs = model.run(prepared);
        var unusual = model.inputCheck()
                .flatMap(check -> InputRefusals.ofEmbedding(check, outputs.embedding(), since(began)));
        if (unusual.isPresent()) {
            return unusual.get();
        }
        var facts = model.facts();
        return new Conclusion.Scored(
                facts.name(),
                facts.release(),
                facts.providerName(),
                assess(outputs, facts.rules()),
                radiograph.rows(),
                radiograph.columns(),
                prepared.sizePixels(),
                remarks(film),
                since(began));
    }

    private static List<Assessment> assess(Outputs outputs, List<FindingRule> rules) {
        var assessments = new ArrayList<Assessment>();
        for (var i = 0; i < rules.size(); i++) {
            var cam = outputs.cam(i);
            assessments.add(Assessment.of(
                    rules.get(i).finding(),
                    outputs.probability(i),
                    rules.get(i).point().name(),
                    rules.get(i).point().thresholdProbability(),
                    HeatMap.of(cam.side(), cam.side(), cam.values())));
        }
        return assessments;
    }

    private List<Sentence> remarks(Film film) {
        var rendering = film.radiograph().rendering();
        var remarks = new ArrayList<Sentence>();
        gate.remarks(film.header()).forEach(found -> remarks.add(Sentence.of(found)));
        if (rendering.windowReplaced()) {
            remarks.add(Sentence.of("found.window_replaced"));
        }
        rendering.remarks().forEach(found -> remarks.add(Sentence.of(found)));
        return remarks;
    }

    private static Screened refused(Optional<FilmHeader> header, Refusal refusal, long began) {
        return new Screened(
                header.map(FilmIdentities::of),
                new Conclusion.Refused(refusal.code(), Sentence.of(refusal.found()), since(began)));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
