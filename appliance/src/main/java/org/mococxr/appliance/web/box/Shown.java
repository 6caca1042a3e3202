package org.mococxr.appliance.web.box;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.intake.Callers;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.PatientNames;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.metrics.BoxMetrics;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.OfferedPackages;
import org.mococxr.appliance.people.FrontDoor;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.SetUpCode;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.upkeep.Erasure;
import org.mococxr.appliance.upkeep.Scrub;
import org.mococxr.appliance.web.ports.ServerCertificate;

/**
 * What the pages and the programming interface are about.
 *
 * @param model the one in use, if the box has one that it may use
 * @param spoolFolder for uploads while they come in
 */
public record Shown(
        Journal journal,
        Intake intake,
        StoredFilms films,
        Health health,
        Supplier<Optional<ModelFacts>> model,
        BoxAddress address,
        List<Recipient> recipients,
        Callers callers,
        Erasure erasure,
        Scrub scrub,
        PatientNames names,
        People people,
        FrontDoor door,
        SetUpCode code,
        Optional<ServerCertificate> certificate,
        Models models,
        SiteShown site,
        BoxMetrics metrics,
        Path spoolFolder,
        Clock clock) {

    /** @param offered what may be taken without an upload */
    public record Models(ModelKeeper keeper, OfferedPackages offered) {}

    /** @param startOptions what the box was started with, by option */
    public record SiteShown(Site site, Map<String, Sentence> startOptions) {}
}
