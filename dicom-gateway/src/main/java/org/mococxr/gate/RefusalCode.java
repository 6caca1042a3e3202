package org.mococxr.gate;

/** Why a film gets no score: a code for machines, and for people a sentence and what to do next. */
public enum RefusalCode {
    NOT_DICOM_OR_IMAGE(
            "This file is no film: neither DICOM nor PNG nor JPEG.", "Send the film from the modality or the PACS."),
    MALFORMED(
            "The file is damaged or contradicts itself.", "Send the film again; if it fails again, tell the engineer."),
    NO_PIXELS("This object has no image in it.", "Send the film itself, not its report or plan."),
    UNSUPPORTED_SOP_CLASS(
            "This kind of image is not assessed.",
            "Send the chest film as computed or digital radiography (CR or DX)."),
    SECONDARY_CAPTURE(
            "A copy of a film (secondary capture), from a sender that is not known for films.",
            "Send the original film (CR or DX). If this sender digitises films, list its AE title on the page Settings, or with --film-copies-from."),
    UNSUPPORTED_SYNTAX(
            "The film is compressed in a way this box does not read.",
            "Set the modality or PACS to \"no compression\" or JPEG lossless."),
    NOT_CHEST("This does not look like a chest film.", "Check the patient and the body part at the modality."),
    LATERAL_VIEW("This looks like a side view. Only front views are assessed.", "Send the front view (PA or AP)."),
    ROTATED(
            "This looks like a film on its side or upside down.",
            "Turn the film upright at the modality and send it again."),
    INVERTED(
            "The film's greys look inverted: air white, bone black.",
            "Set the right polarity (MONOCHROME1 or MONOCHROME2) at the modality and send the film again."),
    UNUSUAL_FILM("This film is unlike the films the model was trained on.", "Read it without AI."),
    VIEW_UNKNOWN(
            "The film does not say whether it is a front view.",
            "Set the view position (PA or AP) at the modality and send again, or read it without AI."),
    AGE_UNDER_LIMIT(
            "Films of children are not assessed.",
            "Read it without AI. If the birth date is wrong, correct it at the modality and send again."),
    AGE_UNKNOWN("The age is missing.", "Enter the birth date at the modality and send again, or read it without AI."),
    NOT_DISPLAY_READY("Raw detector data (\"for processing\").", "Let the modality send the processed image."),
    MULTI_FRAME("Several images in one object.", "Send each film as an object of its own."),
    COLOUR("A colour image, not an X-ray film.", "Send the original film in greys."),
    TOO_SMALL("The image is too small to assess.", "Send the original film, not a reduced copy."),
    TOO_LARGE("The image is larger than this box reads.", "Check what was sent; send a single film."),
    SATURATED("The image is almost all white or black.", "Repeat the exposure or check the detector."),
    BLANK("The image is empty: nearly one grey everywhere.", "Repeat the exposure or check the detector.");

    private final String sentence;
    private final String nextStep;

    RefusalCode(String sentence, String nextStep) {
        this.sentence = sentence;
        this.nextStep = nextStep;
    }

    public String sentence() {
        return sentence;
    }

    public String nextStep() {
        return nextStep;
    }
}
