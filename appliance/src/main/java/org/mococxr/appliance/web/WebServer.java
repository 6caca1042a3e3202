package org.mococxr.appliance.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.intake.StoredFilms;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.appliance.screening.ModelFacts;

/** The page and the programming interface on one HTTP port, from {@link #start} to {@link #close}. */
public final class WebServer implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int LEAST_THREADS = 8;
    private static final long STOP_MILLIS = 5_000;
    private static final long MULTIPART_MARGIN_BYTES = 1 << 20;
    private static final int IN_MEMORY_BYTES = 64 << 10;
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final Javalin javalin;
    private final LiveUpdates live;

    private WebServer(Javalin javalin, LiveUpdates live) {
        this.javalin = javalin;
        this.live = live;
    }

    /**
     * What the pages are about.
     *
     * @param spoolFolder for uploads while they come in
     */
    public record Shown(
            Journal journal,
            Intake intake,
            StoredFilms films,
            Health health,
            ModelFacts model,
            BoxAddress address,
            Path spoolFolder) {}

    /** @throws WebPortUnavailableException naming the port and the option that chooses another */
    public static WebServer start(WebSettings settings, Shown shown) {
        var live = new LiveUpdates();
        var events = new WebEvents();
        var origin = new SameOrigin(settings.bindAddress(), events);
        var pages = new Pages(shown);
        var films = new FilmRoutes(shown);
        var uploads = new Uploads(shown.intake(), settings, origin);
        var assets = Assets.load();
        var javalin = Javalin.create(config -> {
            configure(config, settings, shown.spoolFolder());
            var routes = config.routes;
            routes.before(context -> guard(context, origin));
            routes.get("/", pages::worklist);
            routes.get("/status", pages::status);
            routes.get("/films/{ref}", pages::film);
            routes.get("/films/{ref}/row", pages::row);
            routes.get("/films/{ref}/panel", pages::panel);
            routes.post("/films/{ref}/redeliver", context -> {
                origin.requireOwnPage(context);
                pages.redeliver(context);
            });
            routes.get("/assets/{file}", assets::serve);
            routes.get("/api/v1/films", films::list);
            routes.post("/api/v1/films", uploads::receive);
            routes.get("/api/v1/films/{ref}", films::one);
            routes.get("/api/v1/films/{ref}/image.png", films::picture);
            routes.get("/api/v1/films/{ref}/heatmap/{finding}.png", films::heatMap);
            routes.get("/api/v1/model", films::model);
            routes.get("/api/v1/health", films::health);
            routes.sse("/api/v1/events", live::connect);
            routes.exception(HttpResponseException.class, (e, context) -> answer(context, e, pages));
            routes.exception(Exception.class, (e, context) -> {
                events.stumbled(context.method().name(), context.path(), e);
                context.status(500).json(Map.of("message", "The box could not do this. The log says why."));
            });
        });
        shown.journal().onChange(live::filmChanged);
        try {
            javalin.start(settings.bindAddress(), settings.port());
        } catch (JavalinBindException e) {
            live.close();
            throw new WebPortUnavailableException(
                    "HTTP port %d on %s cannot be opened: another program uses it. Stop that program or choose another port with --http-port."
                            .formatted(settings.port(), settings.bindAddress()),
                    e);
        }
        return new WebServer(javalin, live);
    }

    private static void configure(JavalinConfig config, WebSettings settings, Path spoolFolder) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = settings.mostUploadBytes() + MULTIPART_MARGIN_BYTES;
        config.http.asyncTimeout = 0; // live pages stay connected
        config.http.prefer405over404 = true;
        config.jsonMapper(new JavalinJackson(new ObjectMapper(), false));
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        config.jetty.multipartConfig.cacheDirectory(spoolFolder.toString());
        config.jetty.multipartConfig.maxFileSize(settings.mostUploadBytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(
                settings.mostUploadBytes() + MULTIPART_MARGIN_BYTES, SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(IN_MEMORY_BYTES, SizeUnit.BYTES);
        config.jetty.modifyServer(WebServer::stopGracefully);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void stopGracefully(Server server) {
        server.setStopTimeout(STOP_MILLIS);
        server.insertHandler(new GracefulHandler());
    }

    private static void guard(Context context, SameOrigin origin) {
        context.header("Content-Security-Policy", CONTENT_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Frame-Options", "DENY")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store");
        origin.requireKnownName(context);
    }

    private static void answer(Context context, HttpResponseException e, Pages pages) {
        context.status(e.getStatus());
        if (context.path().startsWith("/api/") || e.getStatus() != 404) {
            context.json(Map.of("message", String.valueOf(e.getMessage())));
        } else {
            pages.notFound(context);
        }
    }

    public int port() {
        return javalin.port();
    }

    /** Ends live pages, lets requests under way finish for a moment. */
    @Override
    public void close() {
        live.close();
        javalin.stop();
    }
}
