package org.mococxr.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mococxr.appliance.backup.BackupKey;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.modelstore.ModelRefusedException;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.modelstore.PackageDamagedException;
import org.mococxr.appliance.people.AuditKey;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.screening.ActiveModel;
import org.mococxr.appliance.screening.BoxVersion;
import org.mococxr.appliance.screening.ModelNotUsableException;
import org.mococxr.appliance.upkeep.ScrubState;
import org.mococxr.inference.EngineSettings;
import org.mococxr.inference.InferenceFailedException;
import org.mococxr.modelpackage.ModelPackage;
import org.mococxr.modelpackage.ModelPackageUnreadableException;
import org.mococxr.observation.DiskTrouble;
import org.mococxr.secrecy.OwnerOnly;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks clock, model, golden test, provider and, of a box, its journal, models and disk.",
            "Says what is wrong; exit status 1 if anything is. The box may be running."
        })
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the box, to look at its own state.")
    private @Nullable Path data;

    private final Clock clock = Clock.systemUTC();
    private boolean isWell = true;

    @Override
    public Integer call() {
        say(
                "Version",
                "cxr-box %s, Java %s, %s %s"
                        .formatted(
                                BoxVersion.text(),
                                Runtime.version(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch")));
        checkClock();
        try {
            checkModel();
        } catch (PackageDamagedException
                | ModelPackageUnreadableException
                | ModelNotUsableException
                | ModelRefusedException
                | InferenceFailedException e) {
            wrong("Model", String.valueOf(e.getMessage()));
        }
        if (data != null) {
            checkBox(data);
        }
        return isWell ? 0 : 1;
    }

    private void checkClock() {
        var now = clock.instant();
        if (now.isBefore(BoxVersion.MADE_AFTER)) {
            wrong("Clock", "shows %s, which is before this program was made; set it".formatted(now));
        } else {
            say("Clock", now.toString());
        }
    }

    private void checkModel() {
        var read = read();
        say("Signature", "good, key " + read.signingKeyId());
        try (var active = ActiveModel.open(read, EngineSettings.forOneFilmAtATime(model.provider()))) {
            var facts = active.facts();
            say("Model", facts.name() + ", " + active.manifest().id());
            say("Provider", facts.provider());
            say("Golden test", facts.goldenTest().english());
            say(
                    "Input check",
                    active.inputCheck()
                            .map(check -> "side views, other pictures, inverted, turned and unusual films are refused")
                            .orElse("NONE in this model: a side view that no header gives away is scored"));
        }
    }

    /** The model that the box uses, unless another was named. */
    private ModelPackage read() {
        var choice = model.choice();
        if (choice.model().isPresent() || data == null || !Files.isDirectory(DataFolder.models(data))) {
            return choice.read();
        }
        var store = ModelStore.open(DataFolder.models(data), choice.trustedKeys(), clock);
        store.requireKnownChoice();
        return store.active().map(store::read).orElseGet(choice::read);
    }

    private void checkBox(Path box) {
        if (!Files.isDirectory(box)) {
            wrong("Data", "there is no folder " + box);
            return;
        }
        checkDisk(box);
        checkModes(box);
        if (Files.exists(DataFolder.journal(box))) {
            checkJournal(box);
        }
        BackupKey.find(DataFolder.keys(box)).ifPresent(key -> say("Backups", "signed with the key " + key.id()));
        if (Files.exists(DataFolder.people(box))) {
            checkAudit(box);
        }
        if (Files.isDirectory(DataFolder.models(box))) {
            checkModels(box);
        }
        ScrubState.read(DataFolder.scrub(box)).ifPresent(this::checkFilms);
    }

    private void checkDisk(Path box) {
        var disk = DiskSpace.of(box);
        var words = "%d MiB free, %d kept in reserve".formatted(disk.freeBytes() >> 20, disk.reserveBytes() >> 20);
        if (disk.hasRoom()) {
            say("Disk", words);
        } else {
            wrong("Disk", words + ": FULL, films would be turned away");
        }
    }

    private void checkModes(Path box) {
        try {
            var wide = OwnerOnly.wider(box);
            if (wide.isEmpty()) {
                say("Modes", "only their owner may use the files of this box");
            } else {
                wrong(
                        "Modes",
                        "%d files and folders are open to other users of this machine, such as %s; close them: chmod -R go-rwx %s"
                                .formatted(wide.size(), wide.get(0), box));
            }
        } catch (IOException e) {
            wrong("Modes", "cannot be seen: " + DiskTrouble.inWords(e));
        }
    }

    private void checkJournal(Path box) {
        try (var journal = Journal.openToRead(DataFolder.journal(box), clock)) {
            var defects = journal.defects();
            defects.forEach(defect ->
                    wrong("Journal", defect + "; see cxr-box journal check and recover, or restore a backup"));
            var tally = journal.worklist().tally();
            say(
                    "Journal",
                    "%s; %d films, %d waiting, %d failed; reports: %d waiting, %d stuck, %d refused for good"
                            .formatted(
                                    defects.isEmpty() ? "sound" : "DAMAGED",
                                    tally.films(),
                                    tally.open(),
                                    tally.failed(),
                                    tally.reportsWaiting(),
                                    tally.reportsStuck(),
                                    tally.reportsDead()));
        }
    }

    private void checkFilms(ScrubState scrub) {
        if (scrub.damaged().isEmpty()) {
            say("Films", "%d checked since %s, none damaged".formatted(scrub.checked(), scrub.began()));
        } else {
            wrong(
                    "Films",
                    Sentence.of("concern.films_damaged", scrub.damaged().size(), scrub.references())
                            .english());
        }
    }

    private void checkAudit(Path box) {
        var keys = DataFolder.keys(box);
        var key = AuditKey.find(keys);
        if (key.isEmpty()) {
            wrong(
                    "Audit",
                    "there is no key in %s, so nobody can say whether the audit is whole; a box that starts makes one"
                            .formatted(keys));
            return;
        }
        try (var people = People.openToRead(DataFolder.people(box), key.get(), clock)) {
            var check = people.audit().check();
            check.broken()
                    .ifPresentOrElse(
                            broken -> wrong(
                                    "Audit",
                                    "line %d: %s; %d lines"
                                            .formatted(
                                                    broken.line(), broken.why().english(), check.lines())),
                            () -> say(
                                    "Audit",
                                    "whole, %d lines, %d of them from before this key; key in %s"
                                            .formatted(check.lines(), check.fromBefore(), keys)));
        }
    }

    private void checkModels(Path box) {
        var store = ModelStore.open(DataFolder.models(box), model.choice().trustedKeys(), clock);
        for (var installed : store.list()) {
            say("Installed", "%s %s".formatted(installed.manifest().id(), installed.roles()));
        }
        for (var damaged : store.damaged()) {
            var words = damaged.words().english();
            if (damaged.isMissed()) {
                wrong("Installed", "%s %s".formatted(words, damaged.roles()));
            } else {
                say("Installed", words);
            }
        }
        checkLeft(box);
    }

    /** The box itself changed its model, and nobody has said that this is known. */
    private void checkLeft(Path box) {
        if (Files.exists(DataFolder.journal(box))) {
            try (var journal = Journal.openToRead(DataFolder.journal(box), clock)) {
                journal.models()
                        .leftByItself()
                        .ifPresent(words -> wrong(
                                "Model",
                                Sentence.of("concern.model_left", words).english()));
            }
        }
    }

    private void say(String about, String words) {
        spec.commandLine().getOut().println("%-12s %s".formatted(about + ":", words));
    }

    private void wrong(String about, String words) {
        isWell = false;
        spec.commandLine().getErr().println("%-12s WRONG: %s".formatted(about + ":", words));
    }
}
