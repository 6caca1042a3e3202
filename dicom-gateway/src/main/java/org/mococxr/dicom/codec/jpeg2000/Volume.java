package org.mococxr.dicom.codec.jpeg2000;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A run of packets in one order: layers below {@code endLayer}, resolutions from first up to and without end (T.800 A.6.6). */
record Volume(Order order, int firstResolution, int endResolution, int endLayer) {
    /** T.800 table A.16; with one component the last two are the same. */
    enum Order {
        LAYER_RESOLUTION_POSITION,
        RESOLUTION_LAYER_POSITION,
        RESOLUTION_POSITION_LAYER,
        POSITION_RESOLUTION_LAYER,
        COMPONENT_POSITION_RESOLUTION_LAYER;

        static Order of(int code) {
            if (code >= values().length) {
                throw new CodestreamUnreadableException("progression order %d; 0 to 4 exist".formatted(code));
            }
            return values()[code];
        }
    }

    static List<Volume> readChanges(ByteBuffer segment) {
        var volumes = new ArrayList<Volume>();
        while (segment.hasRemaining()) {
            var firstResolution = segment.get() & 0xff;
            var firstComponent = segment.get() & 0xff;
            var endLayer = segment.getShort() & 0xffff;
            var endResolution = segment.get() & 0xff;
            segment.get(); // end component: there is one
            var order = Order.of(segment.get() & 0xff);
            if (firstComponent == 0) {
                volumes.add(new Volume(order, firstResolution, endResolution, endLayer));
            }
        }
        return volumes;
    }
}
