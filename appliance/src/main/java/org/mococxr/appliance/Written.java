package org.mococxr.appliance;

import java.util.function.Function;
import org.mococxr.appliance.journal.Erasures;
import org.mococxr.dicom.net.admission.AllowedCaller;
import org.mococxr.gate.CopySenders;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's value with the parser of its type, whose words then reach the person who wrote it. */
abstract class Written<T> implements ITypeConverter<T> {
    private final Function<String, T> parser;

    private Written(Function<String, T> parser) {
        this.parser = parser;
    }

    @Override
    public T convert(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** {@code AET@HOST:PORT}. */
    static final class Peer extends Written<org.mococxr.dicom.net.Peer> {
        Peer() {
            super(org.mococxr.dicom.net.Peer::parse);
        }
    }

    /** {@code AET@HOST:PORT[,tls][,commitment]}. */
    static final class Recipient extends Written<ReportPeer> {
        Recipient() {
            super(ReportPeer::parse);
        }
    }

    /** {@code AET}, or {@code *} for any. */
    static final class AeTitleOrAny extends Written<String> {
        AeTitleOrAny() {
            super(text -> text.equals(CopySenders.ANY) ? text : org.mococxr.dicom.net.Peer.requireAeTitle(text));
        }
    }

    /** {@code AET@ADDRESS[/BITS][,cn=NAME]}. */
    static final class Caller extends Written<AllowedCaller> {
        Caller() {
            super(AllowedCaller::parse);
        }
    }

    /** {@code film}, {@code study} or {@code patient}. */
    static final class EraseScope extends Written<Erasures.Scope> {
        EraseScope() {
            super(text -> Erasures.Scope.named(text)
                    .orElseThrow(() -> new IllegalArgumentException("it is film, study or patient")));
        }
    }
}
