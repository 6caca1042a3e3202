package org.mococxr.appliance;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mococxr.appliance.delivery.Backoff;
import org.mococxr.appliance.delivery.Commitments;
import org.mococxr.appliance.delivery.Courier;
import org.mococxr.appliance.delivery.FilmPrints;
import org.mococxr.appliance.delivery.FilmReports;
import org.mococxr.appliance.delivery.Recipient;
import org.mococxr.appliance.desk.DeskSettings;
import org.mococxr.appliance.desk.ScreeningDesk;
import org.mococxr.appliance.desk.ShadowDesk;
import org.mococxr.appliance.health.DiskSpace;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.intake.Callers;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.PatientNames;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.intake.WatchedFolder;
import org.mococxr.appliance.journal.Claim;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.metrics.BoxMetrics;
import org.mococxr.appliance.modelstore.FirstModel;
import org.mococxr.appliance.modelstore.ModelKeeper;
import org.mococxr.appliance.modelstore.ModelStore;
import org.mococxr.appliance.modelstore.OfferedPackages;
import org.mococxr.appliance.people.AuditKey;
import org.mococxr.appliance.people.FrontDoor;
import org.mococxr.appliance.people.LocalToken;
import org.mococxr.appliance.people.People;
import org.mococxr.appliance.people.SetUpCode;
import org.mococxr.appliance.screening.BoxVersion;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.screening.ModelInUse;
import org.mococxr.appliance.screening.Screened;
import org.mococxr.appliance.screening.Screener;
import org.mococxr.appliance.settings.Site;
import org.mococxr.appliance.upkeep.ClockWatch;
import org.mococxr.appliance.upkeep.Erasure;
import org.mococxr.appliance.upkeep.Retention;
import org.mococxr.appliance.upkeep.Scrub;
import org.mococxr.appliance.upkeep.Upkeep;
import org.mococxr.appliance.web.WebServer;
import org.mococxr.appliance.web.box.BoxAddress;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.Route;
import org.mococxr.appliance.web.ports.ServerCertificate;
import org.mococxr.dicom.net.Peer;
import org.mococxr.dicom.net.PortUnavailableException;
import org.mococxr.dicom.net.ReceiveEvents;
import org.mococxr.dicom.net.StoreScp;
import org.mococxr.inbox.Inbox;
import org.mococxr.inbox.InboxSettings;
import org.mococxr.inference.EngineSettings;
import org.mococxr.report.DeviceIdentity;

/**
 * One running box. {@link #start} builds every object, top to bottom, in the order in which things may fail: settings, data
 * folder, journal, model with its golden test, inbox, and only then the ports. A model that cannot be used stops nothing else: films
 * are taken and wait. {@link #close} ends them in reverse, doors first.
 */
final class Appliance implements AutoCloseable {
    /** Films of one examination come within moments of each other; a repeated one may take a minute. */
    private static final Duration STUDY_QUIET = Duration.ofSeconds(60);

    private static final Duration STUDY_LOOK = Duration.ofSeconds(5);
    private static final Duration FOLDER_LOOK = Duration.ofSeconds(2);

    /** How soon a model that a command line chose is used. */
    private static final Duration MODEL_LOOK = Duration.ofSeconds(2);

    /** What a power cut may forget of who called. */
    private static final Duration CALLERS_SAVED = Duration.ofSeconds(5);

    private static final Duration RESERVE_LOOK = Duration.ofSeconds(10);
    private static final Duration READS_WRITTEN = Duration.ofSeconds(5);
    private static final Duration AUDIT_TOLD = Duration.ofDays(1);
    private static final Duration CLOCK_LOOK = Duration.ofSeconds(5);
    private static final Duration ERASURE_LOOK = Duration.ofMinutes(1);

    private static final Duration RETENTION_LOOK = Duration.ofMinutes(1);
    private static final Duration SCRUB_LOOK = Duration.ofMinutes(1);
    private static final Duration SELF_TEST = Duration.ofHours(6);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final ModelInUse models;
    private final int dicomPort;
    private final int httpPort;
    private final SetUpCode code;
    private final boolean openAccess;
    private final WebServer web;
    private final Optional<ServerCertificate> certificate;
    private final String httpsHost;

    private Appliance(BoxSettings settings, Clock clock, Function<Path, DiskSpace> disks) {
        var began = false;
        this.openAccess = settings.web().openAccess();
        try {
            var data = keep(DataFolder.open(settings.data(), disks));
            var people = keep(People.open(data.people(), AuditKey.open(DataFolder.keys(data.path())), clock));
            this.code = new SetUpCode(people);
            var journal = keep(Journal.open(data.journal(), clock));
            var store = ModelStore.open(data.models(), settings.model().trustedKeys(), clock);
            FirstModel.settle(store, settings.model());
            var keeper = keep(ModelKeeper.open(
                    store, journal.models(), new EngineSettings(settings.provider(), 1, settings.workers())));
            var models = keeper.inUse();
            this.models = models;
            var disk = data.disk();
            var bell = new Bell();
            var record = new Intake.Record(journal, bell);
            var inbox = keep(Inbox.open(
                    InboxSettings.in(data.inbox())
                            .withWatermarkBytes(disk.reserveBytes())
                            .withSpace(disk::freeBytes),
                    record,
                    new ReceiveEvents(),
                    clock));
            var intake = Intake.open(inbox, record, journal, settings.mostWaitingFilms());
            var films = new StoredFilms(inbox);
            var prints = new FilmPrints(settings.recipients().size());
            var names = new PatientNames(films);
            var callers = keep(Callers.open(data.callers(), clock));

            var site = Site.open(
                    data.settings(),
                    new Site.StartedWith(settings.research(), settings.dicom().copies(), settings.retention()));
            var screener = new Screener(models, site::gate);
            var peers = settings.peers().stream().map(Peer::toString).toList();
            var scrub = new Scrub(
                    data.scrub(),
                    journal.removals(),
                    films,
                    () -> journal.worklist().openFilms() > 0,
                    clock);
            var backoff = Backoff.standard(new Random());
            var clockWatch = ClockWatch.open(
                    data.clock(),
                    clock,
                    System::nanoTime,
                    () -> journal.limitWaits(backoff.most()) + people.limitTimes());
            var health = new Health(
                    journal.worklist(),
                    disk,
                    models::stopReason,
                    () -> Stream.of(
                                    keeper.concerns().stream(),
                                    scrub.concerns().stream(),
                                    data.reserve().concern().stream(),
                                    people.reads().concern().stream(),
                                    people.audit().concern().stream(),
                                    clockWatch.concern().stream())
                            .flatMap(concerns -> concerns)
                            .toList());
            var metrics = keep(new BoxMetrics(health, models::known));
            var desk = keep(new ScreeningDesk(
                    journal,
                    claim -> metrics.timed(() -> screen(screener, films, prints, claim)),
                    models::mayScore,
                    DeskSettings.standard(settings.workers(), peers),
                    clock));
            bell.add(desk::ring);
            metrics.watch("cxr.workers.hanging", "workers that hang in a film and were replaced", desk::hanging);

            journal.outbox().keepOnly(peers);
            var reports = new FilmReports(films, prints, new DeviceIdentity(data.serialNumber(), BoxVersion.text()));
            var commitments = new Commitments(journal, backoff, clock);
            for (var recipient : settings.recipients()) {
                var courier = keep(new Courier(
                        recipient, settings.dicom().aeTitle(), journal, reports, commitments, backoff, clock));
                journal.outbox().onDue(courier::ring);
                courier.start();
            }
            desk.start();
            var shadow = keep(new ShadowDesk(journal, films::file, () -> trial(keeper, site)));
            shadow.start();
            var upkeep = keep(new Upkeep());
            upkeep.every(RESERVE_LOOK, "keeping room for a full disk", data.reserve()::look);
            upkeep.every(READS_WRITTEN, "writing who looked at what", people.reads()::write);
            upkeep.every(READS_WRITTEN, "keeping the last line of the audit", people.audit()::anchor);
            people.audit().tell();
            upkeep.every(AUDIT_TOLD, "telling how far the audit goes", people.audit()::tell);
            upkeep.every(CLOCK_LOOK, "looking at the clock", clockWatch::look);
            upkeep.every(MODEL_LOOK, "following the choice of model", keeper::follow);
            upkeep.every(SELF_TEST, "self-test", keeper::selfTest);
            upkeep.every(STUDY_LOOK, "closing studies", () -> journal.studies().closeQuiet(STUDY_QUIET));

            Consumer<String> delete = digest -> {
                inbox.remove(digest);
                prints.forget(digest);
                names.forget(digest);
            };
            var erasure = new Erasure(journal.erasures(), delete);
            upkeep.every(ERASURE_LOOK, "finishing erasures", erasure::finish);
            var retention = new Retention(
                    site::retention, journal.removals(), delete, disk::freeBytes, clock, clockWatch::trustsAges);
            upkeep.every(RETENTION_LOOK, "deleting the pixels of old films", retention::apply);
            upkeep.every(CALLERS_SAVED, "saving who called", callers::save);
            keep(new Upkeep())
                    .every(SCRUB_LOOK, "checking stored films", scrub::look); // reading disks must keep nobody waiting
            settings.watch().ifPresent(folder -> watch(folder, intake));

            var scp = keep(listen(
                    settings.dicom(),
                    intake,
                    callers,
                    settings.recipients().stream().anyMatch(Recipient::commitment)
                            ? Optional.of(commitments)
                            : Optional.empty()));
            this.dicomPort = scp.port();
            var hosts = addresses();
            this.httpsHost = settings.web()
                    .https()
                    .map(https -> https.host(hosts.get(0)))
                    .orElse("");
            this.certificate = settings.web().https().map(https -> https.certificate(data.path(), hosts));
            this.web = keep(WebServer.start(
                    settings.web(),
                    new Shown(
                            journal,
                            intake,
                            films,
                            health,
                            models::known,
                            new BoxAddress(
                                    settings.dicom().aeTitle(), reachable(settings.dicom(), hosts), dicomPort, peers),
                            settings.recipients(),
                            callers,
                            erasure,
                            scrub,
                            names,
                            people,
                            new FrontDoor(people, LocalToken.write(data.localToken()), openAccess),
                            code,
                            certificate,
                            new Shown.Models(keeper, new OfferedPackages(settings.packageFolders(), keeper.store())),
                            new Shown.SiteShown(site, settings.startOptions()),
                            metrics,
                            data.work(),
                            clock)));
            this.httpPort = web.port();
            data.announce(dicomPort, httpPort);
            began = true;
        } finally {
            if (!began) {
                close();
            }
        }
    }

    /** A film that can have a report leaves a print for it. */
    private static Screened screen(Screener screener, StoredFilms films, FilmPrints prints, Claim claim) {
        var file = films.file(claim.objectDigest());
        return claim.sopInstanceUid().isEmpty() || !prints.areWanted()
                ? screener.screen(file)
                : screener.screen(file, print -> prints.keep(claim.objectDigest(), print));
    }

    /** On a thread of its own: a large delivery must not keep other chores waiting. */
    private void watch(Path folder, Intake intake) {
        try {
            var watched = WatchedFolder.open(folder, intake);
            keep(new Upkeep()).every(FOLDER_LOOK, "taking films from the watched folder", watched::look);
        } catch (UncheckedIOException e) {
            throw new BoxNotStartedException(
                    "%s (%s); make it writable for this user, or choose another with --watch"
                            .formatted(e.getMessage(), e.getCause()),
                    e);
        }
    }

    private static Optional<ShadowDesk.Trial> trial(ModelKeeper keeper, Site site) {
        return keeper.shadow().map(shadow -> {
            var screener = new Screener(shadow.models(), site::gate);
            return new ShadowDesk.Trial(shadow.digest(), shadow.since(), screener::screen);
        });
    }

    private static StoreScp listen(
            BoxSettings.Dicom settings, Intake intake, Callers callers, Optional<Commitments> commitments) {
        try {
            var receiver = StoreScp.builder(intake)
                    .aeTitle(settings.aeTitle())
                    .strictCalledAeTitle(settings.strictAeTitle())
                    .callers(settings.callers())
                    .calls(callers)
                    .bindAddress(settings.bindAddress())
                    .port(settings.port());
            settings.tls().ifPresent(receiver::tls);
            commitments.ifPresent(receiver::commitments);
            return receiver.start();
        } catch (PortUnavailableException e) {
            throw new BoxNotStartedException(e.getMessage() + " with --dicom-port", e);
        }
    }

    /** Returns when the box is ready; throws, with everything closed again, when it cannot be. */
    static Appliance start(BoxSettings settings, Clock clock) {
        return start(settings, clock, DiskSpace::of);
    }

    /** @param disks how much room there is where the data folder lies */
    static Appliance start(BoxSettings settings, Clock clock, Function<Path, DiskSpace> disks) {
        return new Appliance(settings, clock, disks);
    }

    /** Empty while the box has none that it may use; then {@link #stopReason} says why. */
    Optional<ModelFacts> model() {
        return models.known();
    }

    Optional<Sentence> stopReason() {
        return models.stopReason();
    }

    int dicomPort() {
        return dicomPort;
    }

    int httpPort() {
        return httpPort;
    }

    /** For the console, while nobody has an account and one is needed. */
    Optional<String> setUpCode() {
        return openAccess ? Optional.empty() : code.forConsole();
    }

    /** Where the encrypted page is, for the console. */
    record Https(String host, int port, String fingerprint) {}

    Optional<Https> https() {
        return certificate.map(shown -> new Https(httpsHost, web.httpsPort().orElseThrow(), shown.fingerprint()));
    }

    List<Route> routes() {
        return web.routes();
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    private static List<String> reachable(BoxSettings.Dicom dicom, List<String> hosts) {
        return dicom.bindAddress().isAnyLocalAddress()
                ? hosts
                : List.of(dicom.bindAddress().getHostAddress());
    }

    /** Addresses that a modality in the same network can use; this machine's own name if there are none. */
    private static List<String> addresses() {
        var addresses = new ArrayList<String>();
        try {
            for (var network : NetworkInterface.networkInterfaces().toList()) {
                if (network.isUp() && !network.isLoopback()) {
                    network.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .map(InetAddress::getHostAddress)
                            .forEach(addresses::add);
                }
            }
        } catch (SocketException e) {
            throw new BoxNotStartedException("cannot see the network addresses of this machine", e);
        }
        return addresses.isEmpty() ? List.of("127.0.0.1") : addresses;
    }

    /** Rings everybody who waits for films. */
    private static final class Bell implements Runnable {
        private final List<Runnable> rung = new CopyOnWriteArrayList<>();

        void add(Runnable listener) {
            rung.add(listener);
        }

        @Override
        public void run() {
            rung.forEach(Runnable::run);
        }
    }

    /** What was acknowledged stays; what was being worked on is taken up again at the next start. */
    @Override
    public void close() {
        var events = new BoxEvents();
        while (!open.isEmpty()) {
            var part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                events.notClosed(part.getClass().getSimpleName(), e);
            }
        }
    }
}
