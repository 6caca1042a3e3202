package org.mococxr.dicom.net;

import java.io.IOException;
import java.io.InputStream;

/**
 * Takes received objects. Called on the association's own thread, for several associations at the same time.
 */
@FunctionalInterface
public interface StoreHandler {
    /**
     * Takes one object. What it leaves unread is drained before the status is sent; what it throws is logged and answered with
     * 0110H, and the association goes on.
     *
     * @param dataset the data set in {@link IncomingObject#transferSyntaxUid}, without preamble and file meta information;
     *     reading it throws {@link AssociationLostException} when the object did not arrive whole
     * @return what the sender is told; success only once the object may not be lost any more
     */
    StoreStatus store(IncomingObject object, InputStream dataset) throws IOException;
}
