package org.mococxr.appliance.web.films;

import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.intake.PatientNames;
import org.mococxr.appliance.journal.FilmEntry;
import org.mococxr.appliance.screening.FilmIdentity;
import org.mococxr.appliance.settings.PatientNaming;
import org.mococxr.appliance.settings.SiteSettings;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.frame.View;

/** What pages, slips and tables call a film: by its patient, in the way that the site chose. */
final class PatientTitles {
    private final Supplier<SiteSettings> site;
    private final PatientNames names;

    PatientTitles(Shown shown) {
        this.site = shown.site().site()::settings;
        this.names = shown.names();
    }

    String of(View view, FilmEntry film) {
        if (film.isTest()) {
            return view.say("film.test");
        }
        return film.identity()
                .map(identity -> {
                    var id = identity.patientId().isBlank() ? view.say("film.no_id") : identity.patientId();
                    return beside(film, identity).map(name -> id + " · " + name).orElse(id);
                })
                .orElse(view.say("film.title"));
    }

    /** As tables say them; empty where the site calls patients by their id alone. */
    String initials(FilmIdentity identity) {
        return site.get().naming() == PatientNaming.ID ? "" : identity.initials();
    }

    private Optional<String> beside(FilmEntry film, FilmIdentity identity) {
        var initials = Optional.of(identity.initials()).filter(known -> !known.isBlank());
        return switch (site.get().naming()) {
            case INITIALS -> initials;
            case ID -> Optional.empty();
            case NAME -> names.of(film.objectDigest()).or(() -> initials);
        };
    }
}
