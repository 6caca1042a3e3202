package org.mococxr.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * The view a film's header states, in the places where real modalities put it: ViewPosition, ViewCodeSequence with its
 * modifiers, PatientOrientation, body part and descriptions.
 *
 * <p>Headers contradict themselves. A side view named anywhere, alone, wins: a missed front view is repeated, a scored side
 * view misleads. A code is read by its value: its meaning may be in any language, or wrong.
 *
 * @param words what the header says, for people and never about them; empty when it says nothing
 */
record StatedView(View view, String words) {
    /** PS3.16 CID 4010 in SNOMED CT and RT, where it is no {@link View#OTHER}; R-10214 is what older editions had for PA. */
    private static final Map<String, View> FRONT_AND_SIDE = Map.ofEntries(
            Map.entry("272479007", View.PA),
            Map.entry("R-40888", View.PA),
            Map.entry("R-10214", View.PA),
            Map.entry("399348003", View.AP),
            Map.entry("R-10206", View.AP),
            Map.entry("399033003", View.UNKNOWN), // frontal: from which side it does not say
            Map.entry("R-10202", View.UNKNOWN),
            Map.entry("399067008", View.LATERAL),
            Map.entry("R-102CD", View.LATERAL),
            Map.entry("399198007", View.LATERAL), // right lateral
            Map.entry("R-10232", View.LATERAL),
            Map.entry("399173006", View.LATERAL), // left lateral
            Map.entry("R-10236", View.LATERAL),
            Map.entry("399260004", View.LATERAL), // medial-lateral
            Map.entry("R-10224", View.LATERAL),
            Map.entry("399352003", View.LATERAL), // lateral-medial
            Map.entry("R-10228", View.LATERAL),
            Map.entry("30730003", View.LATERAL), // sagittal
            Map.entry("G-A145", View.LATERAL));

    /** PS3.16 CID 4010: views that are neither. */
    private static final Set<String> NEITHER = Set.of(
            ("399038007 R-10210 399225005 R-10250 399059000 R-10216 399061009 R-10241 399110001 R-102C2 399162004 R-10242"
                            + " 399099002 R-10230 399242004 R-102C6 399351005 R-102C7 260499007 R-40810 399288005 R-10248"
                            + " 399071006 R-102C3 399135007 R-10220 260427002 R-40783 399236003 R-10234 399368009 R-10226"
                            + " 399196006 R-10244 399360002 R-10257 119376003 G-8300 399272005 R-102C5 399356000 R-40985"
                            + " 399255003 R-10256 399312000 R-10208 399184004 R-10238 399335002 R-102C4 399316002 R-102C8"
                            + " 399182000 R-102C1 260426006 R-40782 399132005 R-10252 399325008 R-10254 399160007 R-10204"
                            + " 399004004 R-10246 399006002 R-10212")
                    .split(" "));

    /** PS3.16 CID 4011 and 4012: beams across the table, through the chest to the arm, and from below (Fleischner's lordotic view). */
    private static final Set<String> NEITHER_BY_MODIFIER =
            Set.of("111069", "272476000", "R-40885", "399281004", "R-10274");

    private static final Vocabulary PA = Vocabulary.of("pa posteroanterior dorsoventral", "заднеперед* *后前* *後前*");
    private static final Vocabulary AP = Vocabulary.of("ap anteroposterior ventrodorsal", "переднезад* *前后* *前後*");

    /** A front view that does not say from which side. */
    private static final Vocabulary FRONT = Vocabulary.of(
            "frontal frontale frontalis face frente", "прям*", "सामने", "thẳng", "أمامي أمامية", "*正位* *正侧* *正側* *正面*");

    private static final Vocabulary LATERAL = Vocabulary.of(
            "lateral laterale laterales lateraux lateralis lateraal lat latl latr llat rlat latero laterolateral laterolaterale",
            "seitlich seitliche seitlicher seitl seitbild profil profilo perfil",
            "боков* бок латераль*",
            "पार्श्व पार्श्विक पार्श्वीय साइड बगल",
            "nghiêng",
            "جانبي جانبية",
            "*侧位* *側位* *侧面* *側面*");

    /** Defined terms of ViewPosition (PS3.3 C.8.1.1, C.8.11.1) that are too short to mean anything in free text. */
    private static final Set<String> LATERAL_POSITIONS = Set.of("LL", "RL", "LLD", "RLD");

    private static final Vocabulary OTHER = Vocabulary.of(
            "oblique obliques obl oblicua oblicuo obliqua obliquo lordotic lordotica lordotique apical apicale decubitus decub",
            "rao lao rpo lpo rlo llo schräg schraeg",
            "коса* косо* косы* косу*",
            "तिरछा तिरछी",
            "chếch",
            "مائل مائلة",
            "*斜位*");

    /** Lying on the back, which Romance languages call a decubitus too, is a front view. */
    private static final Vocabulary LYING = Vocabulary.of("decubito décubitus decub");

    private static final Vocabulary ON_THE_BACK = Vocabulary.of("supino supine dorsal dorsale");

    /** Directions that are written in two words or one. */
    private static final List<Direction> DIRECTIONS = List.of(
            new Direction("STERO", Pattern.compile("POSTERO[^\\p{L}]*ANTERIOR"), "PA"),
            new Direction("ANTERO", Pattern.compile("ANTERO[^\\p{L}]*POSTERIOR"), "AP"),
            new Direction("ЗАДНЕ", Pattern.compile("ЗАДНЕ[^\\p{L}]*ПЕРЕДН"), "ЗАДНЕПЕРЕДН"),
            new Direction("ПЕРЕДНЕ", Pattern.compile("ПЕРЕДНЕ[^\\p{L}]*ЗАДН"), "ПЕРЕДНЕЗАДН"));

    /** @param part without which the pattern is not looked for */
    private record Direction(String part, Pattern pattern, String joined) {
        String in(String text) {
            return text.contains(part) ? pattern.matcher(text).replaceAll(joined) : text;
        }
    }

    private static final int[] OF_THIS_FILM = {
        Tag.SeriesDescription, Tag.ProtocolName, Tag.AcquisitionDeviceProcessingDescription
    };

    /** What was asked for, or of what it is: not that each film is from the front, but a side view alone is to be believed. */
    private static final int[] OF_THE_EXAMINATION = {
        Tag.BodyPartExamined,
        Tag.StudyDescription,
        Tag.PerformedProcedureStepDescription,
        Tag.RequestedProcedureDescription
    };

    static StatedView of(Attributes dataset) {
        var position = dataset.getString(Tag.ViewPosition, "");
        var stated = new ArrayList<StatedView>();
        stated.add(new StatedView(viewIn(position, true), position));
        for (var item : dataset.getSequence(Tag.ViewCodeSequence)) {
            var code = Coded.of(item);
            stated.add(new StatedView(viewOf(code), code.meaning()));
            for (var modifier : item.getSequence(Tag.ViewModifierCodeSequence)) {
                byModifier(Coded.of(modifier)).ifPresent(stated::add);
            }
        }
        byOrientation(dataset).ifPresent(stated::add);
        for (var tag : OF_THIS_FILM) {
            stated.add(inText(dataset, tag));
        }
        for (var tag : OF_THE_EXAMINATION) {
            var text = inText(dataset, tag);
            if (text.view() == View.LATERAL || text.view() == View.OTHER && !namesAFrontView(dataset, tag)) {
                stated.add(text);
            }
        }
        return mostCautious(stated);
    }

    /** Free text may name the patient: only what it says about the view goes on. */
    private static StatedView inText(Attributes dataset, int tag) {
        var view = viewIn(dataset.getString(tag, ""), false);
        return new StatedView(view, view == View.UNKNOWN ? "" : "%s, by %s".formatted(view, Tag.keywordOf(tag)));
    }

    private static boolean namesAFrontView(Attributes dataset, int tag) {
        var words = words(dataset.getString(tag, ""));
        return PA.isIn(words) || AP.isIn(words) || FRONT.isIn(words);
    }

    private static View viewOf(Coded code) {
        var known = code.snomedValue()
                .flatMap(value -> NEITHER.contains(value)
                        ? Optional.of(View.OTHER)
                        : Optional.ofNullable(FRONT_AND_SIDE.get(value)));
        return known.orElseGet(() -> viewIn(code.meaning(), false));
    }

    /** A modifier can make a front view another one, and no other one a front view. */
    private static Optional<StatedView> byModifier(Coded modifier) {
        var view = NEITHER_BY_MODIFIER.contains(modifier.value()) ? View.OTHER : viewIn(modifier.meaning(), false);
        return view == View.LATERAL || view == View.OTHER
                ? Optional.of(new StatedView(view, modifier.meaning()))
                : Optional.empty();
    }

    /** Rows that run from front to back or back to front belong to a side view (PS3.3 C.7.6.1.1.1). */
    private static Optional<StatedView> byOrientation(Attributes dataset) {
        var along = dataset.getStrings(Tag.PatientOrientation);
        if (along.stream().noneMatch(StatedView::runsFrontToBack)) {
            return Optional.empty();
        }
        var words = "%s, by %s".formatted(String.join("\\", along), Tag.keywordOf(Tag.PatientOrientation));
        return Optional.of(new StatedView(runsFrontToBack(along.get(0)) ? View.LATERAL : View.OTHER, words));
    }

    private static boolean runsFrontToBack(String direction) {
        return direction.startsWith("A") || direction.startsWith("P");
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
        var words = words(text);
        var pa = PA.isIn(words);
        var ap = AP.isIn(words);
        var lateral = LATERAL.isIn(words) || isPosition && words.stream().anyMatch(LATERAL_POSITIONS::contains);
        var onTheBack = LYING.isIn(words) && ON_THE_BACK.isIn(words);
        if (OTHER.isIn(
                words.stream().filter(word -> !onTheBack || !LYING.holds(word)).toList())) {
            return View.OTHER;
        }
        if (lateral) {
            return pa || ap || FRONT.isIn(words) ? View.UNKNOWN : View.LATERAL;
        }
        return pa == ap ? View.UNKNOWN : pa ? View.PA : View.AP;
    }

    private static List<String> words(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        var joined = FoldedText.fold(text).replace(".", "");
        for (var direction : DIRECTIONS) {
            joined = direction.in(joined);
        }
        return StatedBodyPart.besideChest(FoldedText.words(joined));
    }
}
