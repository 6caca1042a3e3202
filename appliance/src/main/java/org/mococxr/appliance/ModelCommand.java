package org.mococxr.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mococxr.appliance.modelstore.InstalledModel;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.screening.ActiveModel;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.inference.EngineSettings;
import org.mococxr.modelpackage.ModelPackage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes which models a box has and uses. A running box notices within seconds and follows. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Installs, lists, tries out, activates and rolls back the models of a box, running or not.",
        synopsisSubcommandLabel = "(install | list | activate | try | end-trial | rollback | points)")
final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do: install, list, activate, try, end-trial, rollback or points.");
    }

    /** Where the models are. */
    static final class Store {
        @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder of the box.")
        private Path data;

        @Mixin
        private TrustOptions trust = new TrustOptions();

        ModelStore open() {
            if (!Files.isDirectory(data)) {
                throw new BoxNotStartedException("%s is no data folder of a box".formatted(data));
            }
            return ModelStore.open(
                    DataFolder.models(data), trust.choice(Optional.empty()).trustedKeys(), Clock.systemUTC());
        }
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
        spec.commandLine().getOut().flush();
    }

    private static String line(InstalledModel model) {
        return "%s  %s%s"
                .formatted(
                        model.digest().substring(0, 12),
                        model.manifest().id(),
                        model.roles().isEmpty()
                                ? ""
                                : model.roles().stream()
                                        .map(InstalledModel.Role::code)
                                        .collect(Collectors.joining(", ", "  (", ")")));
    }

    @Command(
            name = "install",
            mixinStandardHelpOptions = true,
            description = {
                "Verifies a package, runs its golden test on this machine, and stores it.",
                "Without --activate it is tried out beside the model in use; where that is damaged, it takes its place."
            })
    void install(
            @Mixin Store place,
            @Mixin ProviderOptions provider,
            @Parameters(paramLabel = "PKG", description = "Model package (*.cxrmodel).") Path file,
            @Option(names = "--activate", description = "Use it at once.") boolean activate)
            throws IOException {
        var store = place.open();
        try (var content = Files.newInputStream(file)) {
            var model = store.install(content, read -> goldenTest(read, provider));
            if (activate || store.active().filter(store::holdsSound).isEmpty()) {
                model = store.activate(model.digest());
            } else if (!store.active().equals(Optional.of(model.digest()))) {
                model = store.tryOut(model.digest());
            }
            say(line(model));
        }
    }

    private void goldenTest(ModelPackage model, ProviderOptions provider) {
        try (var trial = ActiveModel.open(model, EngineSettings.forOneFilmAtATime(provider.choice()))) {
            say("Signature good, key " + model.signingKeyId());
            say("On %s: %s"
                    .formatted(
                            trial.facts().provider(), trial.facts().goldenTest().english()));
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what is installed and in use.")
    void list(@Mixin Store place) {
        var store = place.open();
        var models = store.list();
        store.choiceTrouble().ifPresent(words -> say(words.english()));
        store.damaged().forEach(damaged -> say(damaged.words().english()));
        if (models.isEmpty()) {
            say("No model is installed yet. Install one with: cxr-box model install --data DIR PKG");
        }
        models.forEach(model -> say(line(model)));
    }

    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = "Makes an installed model the one in use.")
    void activate(@Mixin Store place, @Parameters(paramLabel = "MODEL", description = "Digest or id.") String model) {
        say(line(place.open().activate(model)));
    }

    @Command(
            name = "try",
            mixinStandardHelpOptions = true,
            description = "Lets an installed model see every new film without being shown.")
    void tryOut(@Mixin Store place, @Parameters(paramLabel = "MODEL", description = "Digest or id.") String model) {
        say(line(place.open().tryOut(model)));
    }

    @Command(name = "end-trial", mixinStandardHelpOptions = true, description = "Ends the trial of a model.")
    void endTrial(@Mixin Store place) {
        place.open().endTrial();
    }

    @Command(name = "rollback", mixinStandardHelpOptions = true, description = "Goes back to the model before.")
    void rollBack(@Mixin Store place) {
        say(line(place.open().rollBack()));
    }

    @Command(
            name = "points",
            mixinStandardHelpOptions = true,
            description = {
                "Shows the operating points of a model, or chooses them.",
                "A choice belongs to this package and is never carried over to another."
            })
    void points(
            @Mixin Store place,
            @Parameters(index = "0", paramLabel = "MODEL", description = "Digest or id.") String name,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "FINDING=POINT",
                            description = "Such as tuberculosis=sensitivity90.")
                    Map<String, String> chosen) {
        var store = place.open();
        var model = store.find(name);
        if (chosen != null && !chosen.isEmpty()) {
            var cutOffs = model.cutOffs();
            for (var choice : chosen.entrySet()) {
                cutOffs = cutOffs.with(choice.getKey(), choice.getValue());
            }
            model = store.decideBy(cutOffs);
        }
        for (var rule : model.cutOffs().rules(store.read(model.digest()))) {
            show(model, rule);
        }
    }

    private void show(InstalledModel model, FindingRule inUse) {
        say(inUse.words());
        model.manifest().findings().stream()
                .filter(finding -> finding.name().equals(inUse.finding()))
                .flatMap(finding -> finding.thresholds().points().stream())
                .forEach(point -> say(" %s %s: %s"
                        .formatted(point.equals(inUse.point()) ? "*" : " ", point.name(), point.inWords())));
    }
}
