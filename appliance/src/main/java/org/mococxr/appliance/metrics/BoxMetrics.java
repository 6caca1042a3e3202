package org.mococxr.appliance.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.mococxr.appliance.health.BoxStatus;
import org.mococxr.appliance.health.Health;
import org.mococxr.appliance.journal.Tally;
import org.mococxr.appliance.screening.Conclusion;
import org.mococxr.appliance.screening.ModelFacts;
import org.mococxr.appliance.screening.Screened;

/** The box's figures in Prometheus' text format. What the journal counts is read when somebody asks. Safe for use by many threads. */
public final class BoxMetrics implements AutoCloseable {
    private static final Duration[] FILM_SECONDS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Health health;
    private final Supplier<Optional<ModelFacts>> model;
    private final MultiGauge modelInUse;
    private volatile BoxStatus seen;

    public BoxMetrics(Health health, Supplier<Optional<ModelFacts>> model) {
        this.health = health;
        this.model = model;
        this.seen = health.status();
        this.modelInUse = MultiGauge.builder("cxr.model.in.use")
                .description("1 for the model that scores films and the provider that really runs it")
                .register(registry);
        count("cxr.films.received", "films received since the box was set up", Tally::films);
        count("cxr.films.waiting", "films without an end", Tally::open);
        count("cxr.films.scored", "films scored since the box was set up", Tally::scored);
        count("cxr.films.refused", "films refused since the box was set up", Tally::refused);
        count("cxr.films.failed", "films that could not be assessed since the box was set up", Tally::failed);
        count("cxr.reports.waiting", "reports on their way to a peer", Tally::reportsWaiting);
        count("cxr.reports.stuck", "reports that failed several times in a row", Tally::reportsStuck);
        count("cxr.reports.dead", "reports that a peer refused for good", Tally::reportsDead);
        Gauge.builder("cxr.disk.free.bytes", this, box -> box.seen.freeBytes())
                .description("room on the disk of the box")
                .register(registry);
        for (var state : BoxStatus.State.values()) {
            Gauge.builder("cxr.state", this, box -> box.seen.state() == state ? 1 : 0)
                    .tag("state", state.code())
                    .description("1 for the state that the box is in")
                    .register(registry);
        }
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(registry));
        garbage.bindTo(registry);
    }

    private void count(String name, String words, ToDoubleFunction<Tally> value) {
        Gauge.builder(name, this, box -> value.applyAsDouble(box.seen.tally()))
                .description(words)
                .register(registry);
    }

    /** A figure that some other part of the box knows. */
    public void watch(String name, String words, Supplier<Number> value) {
        Gauge.builder(name, value).description(words).register(registry);
    }

    /** Screens a film and takes the time, by how it ended. */
    public Screened timed(Supplier<Screened> screening) {
        var began = System.nanoTime();
        var end = "stumbled";
        try {
            var screened = screening.get();
            end = end(screened.conclusion());
            return screened;
        } finally {
            Timer.builder("cxr.film.screening")
                    .description("from the stored bytes of a film to its conclusion")
                    .tag("end", end)
                    .serviceLevelObjectives(FILM_SECONDS)
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static String end(Conclusion conclusion) {
        return conclusion.fold(
                scored -> "scored",
                refused -> "refused_" + refused.code().name().toLowerCase(Locale.ROOT),
                failed -> "failed");
    }

    /** Everything, as of now. */
    public String scrape() {
        seen = health.status();
        modelInUse.register(model.get().map(BoxMetrics::row).stream().toList(), true);
        return registry.scrape();
    }

    private static MultiGauge.Row<Number> row(ModelFacts facts) {
        return MultiGauge.Row.of(
                Tags.of(
                        "model", facts.name().name(),
                        "digest", facts.name().digest(),
                        "release", facts.release(),
                        "provider", facts.providerName()),
                1);
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
