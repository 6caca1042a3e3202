package org.mococxr.appliance.web.system;

import io.javalin.http.Context;
import org.mococxr.appliance.metrics.BoxMetrics;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Routes;

/** Gives the box's figures to a monitoring system, in Prometheus' text format. */
public final class MetricsRoutes {
    private final BoxMetrics metrics;

    public MetricsRoutes(BoxMetrics metrics) {
        this.metrics = metrics;
    }

    public void addTo(Routes routes) {
        routes.get("/metrics", Needs.right(Right.SEE_SYSTEM), this::scrape);
    }

    private void scrape(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }
}
