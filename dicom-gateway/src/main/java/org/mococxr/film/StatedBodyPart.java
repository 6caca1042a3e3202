package org.mococxr.film;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.Tag;

/**
 * The part of the body a film's header states: BodyPartExamined and AnatomicRegionSequence, where every word is meant; where
 * both say nothing, the descriptions, which say many things. Another part named in either of the first two wins.
 *
 * @param words of the header, for people; empty where it says nothing or only a description speaks
 */
public record StatedBodyPart(BodyRegion region, String words) {
    static final StatedBodyPart NONE = new StatedBodyPart(BodyRegion.UNSTATED, "");

    /** Chest, lung and thoracic cavity (PS3.16 CID 4009, 4031, and what has replaced or preceded their codes). */
    private static final Set<String> CHEST_CODES =
            Set.of("51185008", "T-D3000", "816094009", "43799004", "39607008", "T-28000");

    /** Everything else that PS3.16 CID 4009 and 4031 name, but for what lies in the chest. */
    private static final Set<String> OTHER_CODES = otherCodes();

    private static final Vocabulary CHEST = Vocabulary.of(
            "chest thorax thoracic thoraxaufnahme cxr lung lungs pulmo",
            "torax torace pulmon pulmones pulmao pulmoes poumon poumons poitrine",
            "lunge lungen brustkorb",
            "грудная грудной грудную грудь огк легкие легких легкое",
            "छाती वक्ष फेफड़ा फेफड़े",
            "ngực phổi",
            "صدر رئة رئتين",
            "*胸* *肺*");

    /** The chest's own spine and breasts are not the chest; in several languages their names begin with it. */
    private static final Vocabulary NEVER_CHEST = Vocabulary.of(
            "spine tspine vertebra vertebrae columna coluna colonne rachis wirbelsäule wirbelsaeule bws hws lws",
            "позвоноч* железа железы रीढ़ عمود",
            "brustwirbel*",
            "*胸椎* *胸骨* *胸锁* *肋* *脊* *乳* *颈椎* *腰椎*");

    private static final Vocabulary OTHER = Vocabulary.of(
            "abdomen ankle arm babygram breast clavicle dental elbow extremity femur finger foot forearm hand head hip humerus",
            "jaw knee leg mandible neck pelvis ribcage ribs shoulder sinus skull spine teeth thigh thumb tibia toe tooth wrist",
            "rodilla mano codo hombro cadera craneo tobillo muneca pie",
            "joelho mao cotovelo ombro quadril cranio tornozelo punho",
            "genou coude epaule hanche crane cheville poignet pied bassin",
            "knie hand ellenbogen schulter huefte hüfte becken schaedel schädel fuss handgelenk",
            "колен* кисть локт* плеч* таз череп живот",
            "घुटना हाथ पेट",
            "gối bụng",
            "ركبة بطن",
            "*腹* *膝* *骨盆* *颅*");

    private static final int[] DESCRIPTIONS = {Tag.StudyDescription, Tag.SeriesDescription, Tag.ProtocolName};

    static StatedBodyPart of(Attributes dataset) {
        var stated = new ArrayList<StatedBodyPart>();
        dataset.getString(Tag.BodyPartExamined)
                .map(text -> new StatedBodyPart(ofWords(text), text))
                .ifPresent(stated::add);
        for (var item : dataset.getSequence(Tag.AnatomicRegionSequence)) {
            var code = Coded.of(item);
            stated.add(new StatedBodyPart(ofCode(code), code.meaning()));
        }
        for (var region : List.of(BodyRegion.OTHER, BodyRegion.CHEST)) {
            for (var each : stated) {
                if (each.region() == region) {
                    return each;
                }
            }
        }
        // What is stated and is not the chest is something else.
        return stated.stream()
                .filter(each -> !each.words().isBlank())
                .findFirst()
                .map(each -> new StatedBodyPart(BodyRegion.OTHER, each.words()))
                .orElseGet(() -> ofDescriptions(dataset));
    }

    private static StatedBodyPart ofDescriptions(Attributes dataset) {
        var described = new ArrayList<String>();
        for (var tag : DESCRIPTIONS) {
            dataset.getString(tag).ifPresent(described::add);
        }
        return new StatedBodyPart(ofWords(String.join(" / ", described)), "");
    }

    private static BodyRegion ofCode(Coded code) {
        if (code.snomedValue().filter(CHEST_CODES::contains).isPresent()) {
            return BodyRegion.CHEST;
        }
        return code.snomedValue().filter(OTHER_CODES::contains).isPresent()
                ? BodyRegion.OTHER
                : ofWords(code.meaning());
    }

    private static BodyRegion ofWords(String text) {
        if (text.isBlank()) {
            return BodyRegion.UNSTATED;
        }
        var words = FoldedText.words(FoldedText.fold(text));
        if (NEVER_CHEST.isIn(words)) {
            return BodyRegion.OTHER;
        }
        if (CHEST.isIn(words)) {
            return BodyRegion.CHEST;
        }
        return OTHER.isIn(words) ? BodyRegion.OTHER : BodyRegion.UNSTATED;
    }

    /** A word that begins or ends with the chest without a gap, such as {@code THORAXLAT}, says what is left of it. */
    static List<String> besideChest(List<String> foldedWords) {
        var rests = new ArrayList<String>(foldedWords);
        for (var word : foldedWords) {
            for (var chest : CHEST.words()) {
                if (word.length() > chest.length() && word.startsWith(chest)) {
                    rests.add(word.substring(chest.length()));
                } else if (word.length() > chest.length() && word.endsWith(chest)) {
                    rests.add(word.substring(0, word.length() - chest.length()));
                }
            }
        }
        return rests;
    }

    private static Set<String> otherCodes() {
        try (var in = Objects.requireNonNull(StatedBodyPart.class.getResourceAsStream("other-regions.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")).limit(2))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("the list of anatomic regions cannot be read from the program", e);
        }
    }
}
