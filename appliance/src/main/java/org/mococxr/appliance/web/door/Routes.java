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
        all.add(new Route("GET", path, needs.inWords()));
    }

    public void put(String path, Needs needs, Handler handler) {
        config.put(path, handler, needs);
        all.add(new Route("PUT", path, needs.inWords()));
    }

    public void delete(String path, Needs needs, Handler handler) {
        config.delete(path, handler, needs);
        all.add(new Route("DELETE", path, needs.inWords()));
    }

    public void post(String path, Needs needs, Handler handler) {
        config.post(path, handler, needs);
        all.add(new Route("POST", path, needs.inWords()));
    }

    public void sse(String path, Needs needs, Consumer<SseClient> handler) {
        config.sse(path, handler, needs);
        all.add(new Route("GET", path, needs.inWords()));
    }

    public List<Route> all() {
        return List.copyOf(all);
    }
}
