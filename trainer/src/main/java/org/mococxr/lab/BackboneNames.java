package org.mococxr.lab;

import java.util.Iterator;
import org.mococxr.network.Networks;

/** What {@code --network} takes, for the help text. */
final class BackboneNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Networks.names().iterator();
    }
}
