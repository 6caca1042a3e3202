package org.mococxr.appliance.web.box;

import java.util.OptionalInt;
import org.mococxr.appliance.web.ports.BindAddress;
import org.mococxr.appliance.web.ports.WebSettings;

/** Where others in the network find this page, once it is open. Safe for use by many threads. */
public final class PageAddress {
    private final WebSettings settings;
    private final String host;
    private volatile String base = "";

    public PageAddress(WebSettings settings, BoxAddress box) {
        this.settings = settings;
        this.host = box.hosts().get(0);
    }

    /** The encrypted page is the one to go to; one that serves this machine only is nobody else's. */
    public void opened(int httpPort, OptionalInt httpsPort) {
        var https = settings.https().filter(it -> !BindAddress.isThisMachineOnly(it.bindAddress()));
        if (https.isPresent() && httpsPort.isPresent()) {
            base = "https://%s:%d".formatted(https.get().host(host), httpsPort.getAsInt());
        } else if (!BindAddress.isThisMachineOnly(settings.bindAddress())) {
            base = "http://%s:%d".formatted(host, httpPort);
        }
    }

    /** The address of a film's page; its reference alone where nobody else can open the page. */
    public String of(String filmRef) {
        var known = base;
        return known.isEmpty() ? filmRef : known + "/films/" + filmRef;
    }
}
