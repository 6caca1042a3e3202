package org.mococxr.film;

import java.util.Optional;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/** A stated window (PS3.3 C.11.2.1.2, C.11.2.1.3): which values become black, white and the greys between. */
record Window(double centre, double width, Function function) {
    enum Function {
        LINEAR,
        LINEAR_EXACT,
        SIGMOID
    }

    /** The first window of a film; absent when there is none or it cannot be one. */
    static Optional<Window> of(Attributes dataset) {
        var centre = dataset.getDouble(Tag.WindowCenter);
        var width = dataset.getDouble(Tag.WindowWidth);
        if (centre.isEmpty() || width.isEmpty()) {
            return Optional.empty();
        }
        var function = switch (dataset.getString(Tag.VOILUTFunction, "LINEAR")) {
            case "SIGMOID" -> Function.SIGMOID;
            case "LINEAR_EXACT" -> Function.LINEAR_EXACT;
            default -> Function.LINEAR;
        };
        var least = function == Function.LINEAR ? 1 : Double.MIN_VALUE;
        return width.getAsDouble() < least
                ? Optional.empty()
                : Optional.of(new Window(centre.getAsDouble(), width.getAsDouble(), function));
    }

    /** The window between two values, exactly. */
    static Window between(double low, double high) {
        return new Window((low + high) / 2, high - low, Function.LINEAR_EXACT);
    }

    /** Grey 0..1. */
    double apply(double value) {
        return switch (function) {
            case LINEAR -> linear(value);
            case LINEAR_EXACT -> clamped((value - centre) / width + 0.5);
            case SIGMOID -> 1 / (1 + Math.exp(-4 * (value - centre) / width));
        };
    }

    /** The half and the one make a window of width w cover w whole numbers. */
    private double linear(double value) {
        var middle = centre - 0.5;
        var span = width - 1;
        if (value <= middle - span / 2) {
            return 0;
        }
        return value > middle + span / 2 ? 1 : clamped((value - middle) / span + 0.5);
    }

    private static double clamped(double grey) {
        return Math.max(0, Math.min(1, grey));
    }
}
