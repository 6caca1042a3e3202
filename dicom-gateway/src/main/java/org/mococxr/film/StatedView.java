package org.mococxr.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * The view a film's header states, from ViewPosition, ViewCodeSequence, SeriesDescription and ProtocolName, the places where
 * real modalities put it.
 *
 * <p>Headers contradict themselves. A side view named anywhere, alone, wins: a missed front view is repeated, a scored side
 * view misleads.
 *
 * @param words what the header says, for people and never about them; empty when it says nothing
 */
record StatedView(View view, String words) {
    private static final Set<String> PA = Set.of("PA", "POSTEROANTERIOR");
    private static final Set<String> AP = Set.of("AP", "ANTEROPOSTERIOR");
    private static final Set<String> LATERAL =
            Set.of("LATERAL", "LAT", "LATERALE", "LATERALIS", "LLAT", "RLAT", "SEITLICH", "PROFIL", "PERFIL");

    /** Defined terms of ViewPosition (PS3.3 C.8.1.1, C.8.11.1) that are too short to mean anything in free text. */
    private static final Set<String> LATERAL_POSITIONS = Set.of("LL", "RL", "LLD", "RLD");

    private static final Set<String> OTHER = Set.of(
            "OBLIQUE", "OBL", "LORDOTIC", "APICAL", "DECUBITUS", "DECUB", "RAO", "LAO", "RPO", "LPO", "RLO", "LLO");

    static StatedView of(Attributes dataset) {
        var position = dataset.getString(Tag.ViewPosition, "");
        var stated = new ArrayList<StatedView>();
        stated.add(new StatedView(viewIn(position, true), position));
        for (var code : dataset.getSequence(Tag.ViewCodeSequence)) {
            var meaning = code.getString(Tag.CodeMeaning, "");
            stated.add(new StatedView(viewIn(meaning, false), meaning));
        }
        for (var tag : new int[] {Tag.SeriesDescription, Tag.ProtocolName}) {
            var text = dataset.getString(tag, "");
            var view = viewIn(text, false);
            // Free text may name the patient: only what it says about the view goes on.
            var words = view == View.UNKNOWN ? "" : "%s, by %s".formatted(view, Tag.keywordOf(tag));
            stated.add(new StatedView(view, words));
        }
        return mostCautious(stated);
    }

    private static StatedView mostCautious(List<StatedView> stated) {
        for (var view : List.of(View.LATERAL, View.OTHER)) {
            for (var each : stated) {
                if (each.view() == view) {
                    return each;
                }
            }
        }
        return stated.stream()
                .filter(each -> each.view() != View.UNKNOWN)
                .findFirst()
                .orElseGet(() -> stated.get(0));
    }

    /** The one view a text names; naming several ("PA and lateral") says nothing about this film. */
    static View viewIn(String text, boolean isPosition) {
        var joined = text.toUpperCase(Locale.ROOT)
                .replace(".", "")
                .replaceAll("POSTERO[^A-Z]*ANTERIOR", "PA")
                .replaceAll("ANTERO[^A-Z]*POSTERIOR", "AP");
        var pa = false;
        var ap = false;
        var lateral = false;
        var other = false;
        for (var word : joined.split("[^A-Z]+", -1)) {
            pa |= PA.contains(word);
            ap |= AP.contains(word);
            lateral |= LATERAL.contains(word) || isPosition && LATERAL_POSITIONS.contains(word);
            other |= OTHER.contains(word);
        }
        if (other) {
            return View.OTHER;
        }
        if (lateral) {
            return pa || ap ? View.UNKNOWN : View.LATERAL;
        }
        return pa == ap ? View.UNKNOWN : pa ? View.PA : View.AP;
    }
}
