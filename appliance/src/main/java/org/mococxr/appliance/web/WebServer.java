package org.mococxr.appliance.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.mococxr.appliance.dicomweb.BadMultipartException;
import org.mococxr.appliance.intake.FilmDamagedException;
import org.mococxr.appliance.intake.FilmMissingException;
import org.mococxr.appliance.journal.JournalException;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.NotAllowedException;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.box.PageAddress;
import org.mococxr.appliance.web.box.Shown;
import org.mococxr.appliance.web.door.BodyLimit;
import org.mococxr.appliance.web.door.BrokenHandler;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Route;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.door.SameOrigin;
import org.mococxr.appliance.web.door.SpokenResponse;
import org.mococxr.appliance.web.door.WaitingRoom;
import org.mococxr.appliance.web.door.WebEvents;
import org.mococxr.appliance.web.door.Witness;
import org.mococxr.appliance.web.films.ErasePages;
import org.mococxr.appliance.web.films.ErasureRoutes;
import org.mococxr.appliance.web.films.FilmPage;
import org.mococxr.appliance.web.films.FilmRoutes;
import org.mococxr.appliance.web.films.LiveUpdates;
import org.mococxr.appliance.web.films.ReadingRoutes;
import org.mococxr.appliance.web.films.ResultsTable;
import org.mococxr.appliance.web.films.RetryRoutes;
import org.mococxr.appliance.web.films.StudyRoutes;
import org.mococxr.appliance.web.films.WorklistPage;
import org.mococxr.appliance.web.frame.Frame;
import org.mococxr.appliance.web.frame.Problems;
import org.mococxr.appliance.web.frame.View;
import org.mococxr.appliance.web.models.CutOffPages;
import org.mococxr.appliance.web.models.InferenceRoutes;
import org.mococxr.appliance.web.models.ModelActs;
import org.mococxr.appliance.web.models.ModelRoutes;
import org.mococxr.appliance.web.models.ModelsPage;
import org.mococxr.appliance.web.people.AuditPage;
import org.mococxr.appliance.web.people.PeoplePages;
import org.mococxr.appliance.web.people.SignInPages;
import org.mococxr.appliance.web.ports.Connectors;
import org.mococxr.appliance.web.ports.WebPortUnavailableException;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.appliance.web.system.DashboardPage;
import org.mococxr.appliance.web.system.FirstStepsPage;
import org.mococxr.appliance.web.system.MetricsRoutes;
import org.mococxr.appliance.web.system.PeersPage;
import org.mococxr.appliance.web.system.PeersParts;
import org.mococxr.appliance.web.system.SettingsPage;
import org.mococxr.appliance.web.system.SystemPage;
import org.mococxr.appliance.web.uploads.StowRoute;
import org.mococxr.appliance.web.uploads.Uploads;

/** The page and the programming interface on one HTTP port, from {@link #start} to {@link #close}. */
public final class WebServer implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int LEAST_THREADS = 8;
    private static final long STOP_MILLIS = 5_000;

    /** Whoever sends slowly holds a thread; nobody may hold those of everybody. Further requests of one address wait. */
    private static final int MOST_THREADS_OF_ONE_ADDRESS = 24;

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final Javalin javalin;
    private final LiveUpdates live;
    private final List<Route> routes;

    private WebServer(Javalin javalin, LiveUpdates live, List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.javalin = javalin;
        this.live = live;
    }

    /** @throws WebPortUnavailableException naming the port and the option that chooses another */
    public static WebServer start(WebSettings settings, Shown shown) {
        var live = new LiveUpdates();
        var events = new WebEvents();
        var site = shown.site().site();
        var frame =
                new Frame(shown.health()::status, site::settings, shown.door().isOpen());
        var problems = new Problems(frame);
        var opened = new ArrayList<Route>();
        var address = new PageAddress(settings, shown.address());
        var javalin = Javalin.create(config -> {
            configure(config, settings, shown);
            config.router.javaLangErrorHandler(new BrokenHandler(events));
            var origin = new SameOrigin(events);
            var doorkeeper = new Doorkeeper(
                    shown.door(), shown.people(), origin, events, context -> Frame.home(View.of(context)));
            config.routes.before(WebServer::guard);
            config.routes.before(doorkeeper::receive);
            config.routes.beforeMatched(doorkeeper::check);
            config.routes.beforeMatched(new Witness(shown.people().reads())::see);
            opened.addAll(open(config.routes, settings, shown, address, frame, live));
            answerErrors(config.routes, problems, events);
        });
        shown.journal().onChange(live::filmChanged);
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            live.close();
            throw new WebPortUnavailableException(
                    "HTTP port %d on %s%s cannot be opened: another program uses it. Stop that program or choose another port with --http-port%s."
                            .formatted(
                                    settings.port(),
                                    settings.bindAddress(),
                                    settings.https()
                                            .map(https -> " or HTTPS port %d on %s"
                                                    .formatted(https.port(), https.bindAddress()))
                                            .orElse(""),
                                    settings.https().isPresent() ? " or --https-port" : ""),
                    e);
        }
        var server = new WebServer(javalin, live, opened);
        address.opened(server.port(), server.httpsPort());
        return server;
    }

    private static List<Route> open(
            RoutesConfig config,
            WebSettings settings,
            Shown shown,
            PageAddress address,
            Frame frame,
            LiveUpdates live) {
        var routes = new Routes(config);
        new WorklistPage(shown, frame).addTo(routes);
        new FilmPage(shown, address, frame).addTo(routes);
        new ReadingRoutes(shown).addTo(routes);
        new RetryRoutes(shown).addTo(routes);
        new ErasePages(shown, frame).addTo(routes);
        new ErasureRoutes(shown).addTo(routes);
        new DashboardPage(shown, frame).addTo(routes);
        var peers = new PeersParts(shown);
        new PeersPage(shown, peers, frame).addTo(routes);
        new SystemPage(shown, frame).addTo(routes);
        new SettingsPage(shown, frame).addTo(routes);
        new FirstStepsPage(shown, peers, frame).addTo(routes);
        new SignInPages(shown.people(), shown.code(), frame, shown.clock()).addTo(routes);
        new PeoplePages(shown.people(), frame, shown.clock()).addTo(routes);
        new AuditPage(shown.people(), frame).addTo(routes);
        new FilmRoutes(shown).addTo(routes);
        new ResultsTable(shown).addTo(routes);
        new Uploads(shown.intake(), shown.people().audit(), settings).addTo(routes);
        new StowRoute(shown.intake(), shown.people().audit(), settings, shown.spoolFolder()).addTo(routes);
        new StudyRoutes(shown.journal()).addTo(routes);
        var models = new ModelActs(shown.models(), shown.people().audit());
        new ModelRoutes(shown.models(), shown.journal(), models).addTo(routes);
        new ModelsPage(shown, models, frame).addTo(routes);
        new CutOffPages(shown, models, frame).addTo(routes);
        new InferenceRoutes(shown.models().keeper().inUse()).addTo(routes);
        new MetricsRoutes(shown.metrics()).addTo(routes);
        new OpenApi().addTo(routes);
        routes.get("/assets/{file}", Needs.NOTHING, Assets.load()::serve);
        routes.sse("/api/v1/events", Needs.right(Right.SEE_FILMS), live::connect);
        return routes.all();
    }

    private static void answerErrors(RoutesConfig config, Problems problems, WebEvents events) {
        config.exception(SpokenResponse.class, (e, context) -> {
            problems.answer(Doorkeeper.refused(context), e.getStatus(), e.why());
            Doorkeeper.hearOut(context);
        });
        config.exception(HttpResponseException.class, (e, context) -> {
            problems.answer(Doorkeeper.refused(context), e);
            Doorkeeper.hearOut(context);
        });
        config.exception(NotAllowedException.class, (e, context) -> problems.answer(context, 409, e.sentence()));
        config.exception(
                FilmMissingException.class,
                (e, context) -> problems.answer(context, 410, Sentence.of("problem.pixels_gone", e.sentence())));
        config.exception(
                FilmDamagedException.class,
                (e, context) -> problems.answer(context, 410, Sentence.of("problem.pixels_gone", e.sentence())));
        config.exception(JournalException.class, (e, context) -> {
            events.stumbled(context.method().name(), context.path(), e);
            if (e.isDiskFull()) {
                problems.answer(context, 507, Sentence.of("problem.disk_full"));
            } else {
                problems.answer(context, 500, Sentence.of("problem.see_log"));
            }
        });
        config.exception(BadMultipartException.class, (e, context) -> {
            problems.answer(Doorkeeper.refused(context), 400, Sentence.of("problem.form_unreadable"));
            Doorkeeper.hearOut(context);
        });
        config.exception(
                EofException.class, (e, context) -> problems.answer(context, 400, Sentence.of("problem.broke_off")));
        config.exception(Exception.class, (e, context) -> {
            events.stumbled(context.method().name(), context.path(), e);
            problems.answer(context, 500, Sentence.of("problem.see_log"));
        });
    }

    /** Every route with what it needs. */
    public List<Route> routes() {
        return routes;
    }

    private static void configure(JavalinConfig config, WebSettings settings, Shown shown) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = BodyLimit.SMALL.mostBytes(); // of what Javalin reads itself: nothing
        config.http.asyncTimeout = 0; // live pages stay connected
        config.http.prefer405over404 = true;
        config.jsonMapper(new JavalinJackson(new ObjectMapper(), false));
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        config.jetty.addConnector(
                (server, http) -> Connectors.plain(server, http, settings.bindAddress(), settings.port()));
        settings.https()
                .ifPresent(https -> config.jetty.addConnector((server, http) -> Connectors.encrypted(
                        server, http, https, shown.certificate().orElseThrow())));
        config.jetty.modifyServer(WebServer::arrange);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void arrange(Server server) {
        var fair = new ThreadLimitHandler();
        fair.setThreadLimit(MOST_THREADS_OF_ONE_ADDRESS);
        server.insertHandler(fair);
        server.insertHandler(new WaitingRoom());
        server.setStopTimeout(STOP_MILLIS);
        server.insertHandler(new GracefulHandler());
    }

    /** Without any referrer browsers would send forms with the origin "null", which is nobody's. */
    private static void guard(Context context) {
        context.header("Content-Security-Policy", CONTENT_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    public int port() {
        return port(0);
    }

    /** Empty if there is no HTTPS. */
    public OptionalInt httpsPort() {
        return javalin.jettyServer().server().getConnectors().length > 1
                ? OptionalInt.of(port(1))
                : OptionalInt.empty();
    }

    private int port(int connector) {
        return ((ServerConnector) javalin.jettyServer().server().getConnectors()[connector]).getLocalPort();
    }

    /** Ends live pages, lets requests under way finish for a moment. */
    @Override
    public void close() {
        live.close();
        javalin.stop();
    }
}
