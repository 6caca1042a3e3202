package org.mococxr.appliance.web.box;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.mococxr.appliance.web.ports.WebSettings;

/** Where others in the network find this page, once it is open. Safe for use by many threads. */
public final class PageAddress {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "::1");

    private final String bindAddress;
    private final List<String> hosts;
    private volatile String base = "";

    public PageAddress(WebSettings settings, BoxAddress box) {
        this.bindAddress = settings.bindAddress();
        this.hosts = box.hosts();
    }

    /** The encrypted page is the one to go to; one that serves this machine only is nobody else's. */
    public void opened(int httpPort, OptionalInt httpsPort) {
        if (httpsPort.isPresent()) {
            base = "https://%s:%d".formatted(hosts.get(0), httpsPort.getAsInt());
        } else if (!THIS_MACHINE.contains(bindAddress)) {
            base = "http://%s:%d".formatted(hosts.get(0), httpPort);
        }
    }

    /** The address of a film's page; its reference alone where nobody else can open the page. */
    public String of(String filmRef) {
        var known = base;
        return known.isEmpty() ? filmRef : known + "/films/" + filmRef;
    }
}
