package org.mococxr.appliance;

import org.mococxr.dicom.net.Peer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code AET@HOST:PORT}. */
final class PeerConverter implements ITypeConverter<Peer> {
    @Override
    public Peer convert(String text) {
        try {
            return Peer.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
