package org.mococxr.gate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Whether words from a header name the chest, another part of the body, or nothing we know. */
enum BodyPart {
    CHEST,
    OTHER,
    UNSTATED;

    private static final Set<String> CHEST_WORDS = Set.of(
            "CHEST",
            "THORAX",
            "THORACIC",
            "TORAX",
            "LUNG",
            "LUNGS",
            "PULMO",
            "PULMON",
            "POUMON",
            "POUMONS",
            "LUNGE",
            "CXR");

    /** Words that name other radiographs in free text, in the languages our sites write. */
    private static final Set<String> OTHER_WORDS = Set.of(
            "ABDOMEN",
            "ANKLE",
            "ARM",
            "BABYGRAM",
            "BREAST",
            "CLAVICLE",
            "DENTAL",
            "ELBOW",
            "EXTREMITY",
            "FEMUR",
            "FINGER",
            "FOOT",
            "FOREARM",
            "HAND",
            "HEAD",
            "HIP",
            "HUMERUS",
            "JAW",
            "KNEE",
            "LEG",
            "MANDIBLE",
            "NECK",
            "PELVIS",
            "RIBCAGE",
            "RIBS",
            "SHOULDER",
            "SINUS",
            "SKULL",
            "SPINE",
            "TEETH",
            "THIGH",
            "THUMB",
            "TIBIA",
            "TOE",
            "TOOTH",
            "WRIST");

    /** Of BodyPartExamined, where every word is meant: what is not the chest is something else. */
    static BodyPart ofStated(String bodyPart) {
        if (bodyPart.isBlank()) {
            return UNSTATED;
        }
        return ofWords(bodyPart) == CHEST ? CHEST : OTHER;
    }

    /** Of study and series descriptions, which say many things. */
    static BodyPart ofDescription(String description) {
        return ofWords(description);
    }

    private static BodyPart ofWords(String text) {
        var words = Arrays.asList(text.toUpperCase(Locale.ROOT).split("[^\\p{L}]+", -1));
        if (words.contains("SPINE")) {
            return OTHER;
        }
        if (words.stream().anyMatch(CHEST_WORDS::contains)) {
            return CHEST;
        }
        return words.stream().anyMatch(OTHER_WORDS::contains) ? OTHER : UNSTATED;
    }
}
