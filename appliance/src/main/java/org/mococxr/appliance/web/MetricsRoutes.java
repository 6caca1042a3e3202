package org.mococxr.appliance.web;

import io.javalin.http.Context;
import org.mococxr.appliance.metrics.BoxMetrics;
import org.mococxr.appliance.people.Right;

/** Gives the box's figures to a monitoring system, in Prometheus' text format. */
final class MetricsRoutes {
    private final BoxMetrics metrics;

    MetricsRoutes(BoxMetrics metrics) {
        this.metrics = metrics;
    }

    void addTo(Routes routes) {
        routes.get("/metrics", Needs.right(Right.SEE_SYSTEM), this::scrape);
    }

    private void scrape(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }
}
