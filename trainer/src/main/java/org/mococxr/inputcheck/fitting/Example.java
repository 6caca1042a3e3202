package org.mococxr.inputcheck.fitting;

import org.mococxr.inputcheck.InputKind;
import org.mococxr.inputcheck.ShapeFeatures;
import org.mococxr.inputcheck.Thumbnail;

/** What the head is shown: a picture's features and what it is. Owns its array. */
final class Example {
    private final float[] features;
    private final InputKind kind;
    private final String source;

    private Example(float[] features, InputKind kind, String source) {
        this.features = features;
        this.kind = kind;
        this.source = source;
    }

    /**
     * @param picture grey [64*64], owned from here on
     * @param source of the film it is or was made from; empty if it was drawn
     */
    static Example of(float[] picture, InputKind kind, String source) {
        return new Example(ShapeFeatures.of(Thumbnail.of(picture)), kind, source);
    }

    float feature(int at) {
        return features[at];
    }

    InputKind kind() {
        return kind;
    }

    String source() {
        return source;
    }
}
