package org.mococxr.appliance.web.door;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.sse.SseClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every route of the box with what it needs; there is no other way to open one. */
public final class Routes {
    private final RoutesConfig config;
    private final List<Route> all = new ArrayList<>();

    public Routes(RoutesConfig config) {
        this.config = config;
    }

    public void get(String path, Needs needs, Handler handler) {
        config.get(path, handler, needs);
        note("GET", path, needs, BodyLimit.SMALL);
    }

    public void put(String path, Needs needs, Handler handler) {
        config.put(path, handler, needs);
        note("PUT", path, needs, BodyLimit.SMALL);
    }

    public void delete(String path, Needs needs, Handler handler) {
        config.delete(path, handler, needs);
        note("DELETE", path, needs, BodyLimit.SMALL);
    }

    public void post(String path, Needs needs, Handler handler) {
        post(path, needs, BodyLimit.SMALL, handler);
    }

    /** One that takes more than a form. */
    public void post(String path, Needs needs, BodyLimit limit, Handler handler) {
        config.post(path, handler, needs, limit);
        note("POST", path, needs, limit);
    }

    public void sse(String path, Needs needs, Consumer<SseClient> handler) {
        config.sse(path, handler, needs);
        note("GET", path, needs, BodyLimit.SMALL);
    }

    private void note(String method, String path, Needs needs, BodyLimit limit) {
        all.add(new Route(method, path, needs.inWords(), limit.mostBytes()));
    }

    public List<Route> all() {
        return List.copyOf(all);
    }
}
