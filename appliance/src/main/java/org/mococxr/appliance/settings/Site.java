package org.mococxr.appliance.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mococxr.appliance.durable.DurableFile;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.upkeep.RetentionRules;
import org.mococxr.gate.CopySenders;
import org.mococxr.gate.GatePolicy;
import org.mococxr.json.JsonDocumentException;
import org.mococxr.json.StrictJson;
import org.mococxr.observation.DiskTrouble;

/**
 * What holds on this box now: what it was started with, and for the rest what was chosen on its page. A choice is on the disk
 * before it holds. Safe for use by many threads.
 */
public final class Site {
    private final Path file;
    private final StartedWith started;
    private volatile SiteSettings settings;

    /**
     * Rules that were given when the box was started; they hold until it is started otherwise.
     *
     * @param research whether that was asked for
     * @param copies whose secondary captures are taken for films; nobody's leaves it to the page
     * @param retention {@link RetentionRules#keepEverything()} leaves it to the page
     */
    public record StartedWith(boolean research, CopySenders copies, RetentionRules retention) {
        public boolean fixesCopies() {
            return !copies.equals(CopySenders.of(Set.of()));
        }

        public boolean fixesRetention() {
            return !retention.equals(RetentionRules.keepEverything());
        }
    }

    private Site(Path file, StartedWith started, SiteSettings settings) {
        this.file = file;
        this.started = started;
        this.settings = settings;
    }

    /** @throws SettingsUnreadableException rather than falling back to rules that nobody chose */
    public static Site open(Path file, StartedWith started) {
        try {
            return new Site(
                    file,
                    started,
                    Files.exists(file) ? SiteSettings.read(Files.readAllBytes(file)) : SiteSettings.atFirst());
        } catch (IOException | JsonDocumentException e) {
            throw new SettingsUnreadableException(
                    "cannot read the settings in %s: %s; restore the file from a backup, or delete it to begin anew"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    public SiteSettings settings() {
        return settings;
    }

    public StartedWith startedWith() {
        return started;
    }

    public boolean research() {
        return started.research() || settings.research();
    }

    /** Which films are let through. */
    public GatePolicy gate() {
        return research() ? GatePolicy.research() : GatePolicy.clinical().withCopies(copies());
    }

    /** Whose secondary captures are taken for films. */
    public CopySenders copies() {
        return started.fixesCopies() ? started.copies() : settings.copies();
    }

    /** Whose copies they are, for people. */
    public static Sentence inWords(CopySenders copies) {
        if (copies.everyone()) {
            return Sentence.of("who.everyone");
        }
        return copies.aeTitles().isEmpty() ? Sentence.of("who.nobody") : Sentence.quoted(copies.toString());
    }

    /** When pixels are deleted. */
    public RetentionRules retention() {
        return started.fixesRetention() ? started.retention() : settings.retention();
    }

    /**
     * @param revision that the person looked at
     * @return whether it was changed; if not, somebody else changed something meanwhile
     */
    public synchronized boolean change(int revision, UnaryOperator<SiteSettings> change) {
        if (revision != settings.revision()) {
            return false;
        }
        write(change.apply(settings));
        return true;
    }

    /** A first step is done, or was left out on purpose; a second time it changes nothing. */
    public synchronized void done(FirstStep step) {
        var steps = settings.steps();
        if (steps.add(step)) {
            write(settings.done(steps));
        }
    }

    private void write(SiteSettings changed) {
        try {
            DurableFile.write(file, StrictJson.write(changed));
        } catch (IOException e) {
            throw new SettingsUnreadableException(
                    "cannot write the settings to %s: %s; nothing was changed".formatted(file, DiskTrouble.inWords(e)),
                    e);
        }
        settings = changed;
    }
}
