package org.mococxr.appliance;

import java.util.Locale;
import org.mococxr.inference.ProviderChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code auto}, {@code cpu}, {@code cuda} or {@code tensorrt}. */
final class ProviderConverter implements ITypeConverter<ProviderChoice> {
    @Override
    public ProviderChoice convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> ProviderChoice.AUTO;
            case "cpu" -> ProviderChoice.CPU;
            case "cuda" -> ProviderChoice.CUDA;
            case "tensorrt" -> ProviderChoice.TENSORRT;
            default -> throw new TypeConversionException("'%s' is none of auto, cpu, cuda, tensorrt".formatted(text));
        };
    }
}
