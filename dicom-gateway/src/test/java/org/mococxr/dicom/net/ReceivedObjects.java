package org.mococxr.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that keeps what it was given. */
final class ReceivedObjects implements StoreHandler {
    record Received(IncomingObject object, byte[] dataset) {}

    private final List<Received> all = new CopyOnWriteArrayList<>();

    @Override
    public StoreStatus store(IncomingObject object, InputStream dataset) throws IOException {
        all.add(new Received(object, dataset.readAllBytes()));
        return StoreStatus.SUCCESS;
    }

    List<Received> all() {
        return all;
    }
}
