package org.mococxr.appliance;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.journal.FilmFilter;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.replay.Replay;
import org.mococxr.appliance.replay.Verdict;
import org.mococxr.inference.EngineSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Computes past results again, from the stored pixels and the recorded model, and compares.",
            "Exit status 1 if a result differs. The box may be running."
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder of the box.")
    private Path data;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Mixin
    private ProviderOptions provider = new ProviderOptions();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "100",
            description = "Without references, the last N scored films. Default: ${DEFAULT-VALUE}.")
    private int last;

    @Parameters(arity = "0..*", paramLabel = "REF", description = "References of films, as the page shows them.")
    private List<String> refs = List.of();

    @Override
    public Integer call() {
        var clock = Clock.systemUTC();
        var keys = trust.choice(Optional.empty()).trustedKeys();
        var counts = new EnumMap<Verdict.Kind, Integer>(Verdict.Kind.class);
        try (var journal = Journal.openToRead(DataFolder.journal(data), clock);
                var replay = new Replay(
                        StoredFilms.in(DataFolder.inbox(data)),
                        ModelStore.open(DataFolder.models(data), keys, clock),
                        EngineSettings.forOneFilmAtATime(provider.choice()))) {
            for (var film : films(journal)) {
                replay.check(film).ifPresent(verdict -> {
                    counts.merge(verdict.kind(), 1, Integer::sum);
                    tell(verdict);
                });
            }
        }
        counts.forEach((kind, count) -> say("%d %s".formatted(count, kind.words())));
        return counts.containsKey(Verdict.Kind.DIFFERS) ? 1 : 0;
    }

    private List<FilmEntry> films(Journal journal) {
        if (refs.isEmpty()) {
            return journal.worklist().films(FilmFilter.SCORED, last);
        }
        return refs.stream()
                .map(ref -> journal.worklist()
                        .film(ref)
                        .orElseThrow(() -> new BoxNotStartedException("the box knows no film " + ref)))
                .toList();
    }

    private void tell(Verdict verdict) {
        say("%s  %s  %s  largest difference %.1e"
                .formatted(verdict.filmRef(), verdict.model(), verdict.kind().words(), verdict.largestDifference()));
        verdict.words().forEach(words -> say("  " + words));
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
        spec.commandLine().getOut().flush();
    }
}
