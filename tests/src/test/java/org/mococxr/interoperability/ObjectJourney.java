package org.mococxr.interoperability;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.TransferSyntax;
import org.mococxr.dicom.UID;
import org.mococxr.dicom.net.AssociationFailedException;
import org.mococxr.dicom.net.DeliveryOutcome;
import org.mococxr.dicom.net.Part10Header;
import org.mococxr.dicom.net.PresentationContext;
import org.mococxr.dicom.net.StoreScu;
import org.mococxr.film.FilmReader;
import org.mococxr.film.FilmUnreadableException;
import org.mococxr.film.Radiograph;
import org.mococxr.gate.RefusalCode;
import org.mococxr.workbench.BoxUnderTest;
import org.mococxr.workbench.Program;

/**
 * Sends the objects of a list through a whole box, one after another, and notes what is not as the list says: by DCMTK's {@code
 * dcmsend} where that can read the file; by C-STORE as the data set stands in the file, byte for byte; and by upload, which must find
 * again what C-STORE stored. What it makes of each is told in a line.
 */
final class ObjectJourney {
    /** In the summary of {@code dcmsend}. */
    private static final Pattern ONE_STORED = Pattern.compile("with status SUCCESS *: 1");

    /** It negotiates what the file meta information says and announces what it reads in the data set. */
    private static final String ANNOUNCES_ANOTHER_CLASS = "SOP Class UID in dataset differs";

    private static final Duration LONGEST_ECHO = Duration.ofSeconds(1);
    private static final String SOME_INSTANCE = "2.25.1";

    /** What may be said of a good film: nothing that means the box could not read it. */
    private static final Set<RefusalCode> OF_A_CHEST_FILM = EnumSet.of(
            RefusalCode.VIEW_UNKNOWN,
            RefusalCode.AGE_UNKNOWN,
            RefusalCode.AGE_UNDER_LIMIT,
            RefusalCode.NOT_CHEST,
            RefusalCode.LATERAL_VIEW,
            RefusalCode.INVERTED,
            RefusalCode.ROTATED,
            RefusalCode.UNUSUAL_FILM,
            RefusalCode.TOO_SMALL,
            RefusalCode.SECONDARY_CAPTURE);

    private static final Set<RefusalCode> OF_NO_IMAGE =
            EnumSet.of(RefusalCode.NO_PIXELS, RefusalCode.UNSUPPORTED_SOP_CLASS);

    private final BoxUnderTest box;
    private final Path work;
    private final List<String> wrong = new ArrayList<>();

    /** @param work a folder for files on the way */
    ObjectJourney(BoxUnderTest box, Path work) {
        this.box = box;
        this.work = work;
    }

    /** @return what was not as the list says, a line each */
    List<String> send(List<ListedObject> objects) throws IOException {
        System.out.printf("%-60s %-10s %-24s %-24s %s%n", "object", "list says", "pixels", "C-STORE", "its end");
        for (var object : objects) {
            var pixels = decode(object);
            sendByDcmtk(object);
            var answer = store(object);
            var end = upload(object, answer);
            System.out.printf(
                    "%-60s %-10s %-24s %-24s %s%n",
                    object.name().substring(0, Math.min(60, object.name().length())),
                    object.kind().written(),
                    pixels,
                    answer,
                    end);
            requireAnAnsweringBox(object);
        }
        return wrong;
    }

    private void note(ListedObject object, String what) {
        wrong.add("%s (%s): %s".formatted(object.name(), object.kind().written(), what));
    }

    /** Against GDCM, which shares no code with us; 9/7 wavelets are rounded differently by every decoder. */
    private String decode(ListedObject object) throws IOException {
        if (!object.isDecodable()) {
            return decodeWhatIsNot(object);
        }
        try {
            var ours = FilmReader.read(object.file()).radiograph();
            if (ours.rows() != object.rows().orElse(0)
                    || ours.columns() != object.columns().orElse(0)) {
                note(object, "decoded to %d x %d".formatted(ours.rows(), ours.columns()));
            }
            var plain = work.resolve("plain.dcm");
            Program.tool("gdcmconv", "libgdcm-tools", "--raw", object.file().toString(), plain.toString())
                    .end()
                    .expectSuccess();
            var most = furthest(ours, FilmReader.read(plain).radiograph());
            if (most > (object.syntax() == TransferSyntax.JPEG_2000 ? 1 : 0)) {
                note(object, "a pixel is %d from what GDCM decodes".formatted(most));
            }
            return most == 0 ? "as GDCM's" : "within %d of GDCM's".formatted(most);
        } catch (FilmUnreadableException e) {
            if (e.reason() != FilmUnreadableException.Reason.NO_PIXELS || hasPixels(object.file())) {
                note(object, "not decoded: " + e.getMessage());
            }
            return String.valueOf(e.reason());
        }
    }

    private static String decodeWhatIsNot(ListedObject object) {
        try {
            FilmReader.read(object.file());
            return "read";
        } catch (FilmUnreadableException e) {
            return String.valueOf(e.reason());
        }
    }

    /** As DCMTK sees it: some lists have headers whose pixels were taken away. */
    private static boolean hasPixels(Path file) {
        return !Program.tool("dcmdump", "dcmtk", "--search", "7fe0,0010", file.toString())
                .end()
                .expectSuccess()
                .said()
                .isBlank();
    }

    private static int furthest(Radiograph ours, Radiograph theirs) {
        if (ours.rows() != theirs.rows() || ours.columns() != theirs.columns()) {
            throw new AssertionError("GDCM decodes to %d x %d".formatted(theirs.rows(), theirs.columns()));
        }
        var most = 0;
        for (var row = 0; row < ours.rows(); row++) {
            for (var column = 0; column < ours.columns(); column++) {
                most = Math.max(most, Math.abs(ours.storedValue(row, column) - theirs.storedValue(row, column)));
            }
        }
        return most;
    }

    /** DCMTK writes data sets anew, big endian ones in little endian, so that its copy of a film is another one with the same UID. */
    private void sendByDcmtk(ListedObject object) throws IOException {
        if (object.kind() == ListedObject.Kind.MALFORMED || !isPart10(object.file())) {
            return;
        }
        var sent = Program.tool(
                        "dcmsend",
                        "dcmtk",
                        "--verbose",
                        "--decompress-never",
                        "--no-uid-checks",
                        "-aec",
                        BoxUnderTest.AE_TITLE,
                        "127.0.0.1",
                        box.dicomPort(),
                        object.file().toString())
                .end();
        var stored = ONE_STORED.matcher(sent.said()).find();
        var expected = (object.mayBeSent() || object.syntax() == TransferSyntax.EXPLICIT_VR_BIG_ENDIAN)
                && !sent.said().contains(ANNOUNCES_ANOTHER_CLASS);
        if (stored != expected) {
            note(object, "dcmsend ended with %d: %s".formatted(sent.exit(), sent.said()));
        }
    }

    private static boolean isPart10(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Part10Header.isPart10(in.readNBytes(132));
        }
    }

    private String store(ListedObject object) throws IOException {
        var outcome = storeAsItIs(object);
        var answer = outcome.fold(
                it -> "0000H",
                it -> it.status().hex(),
                it -> it.status().hex(),
                it -> "not negotiated",
                it -> "rejected",
                it -> "cut");
        if (object.kind() != ListedObject.Kind.MALFORMED
                && !answer.equals(object.mayBeSent() ? "0000H" : "not negotiated")) {
            note(object, "C-STORE: " + outcome.sentence());
        } else if (!Set.of("0000H", "A900H", "C000H", "0117H", "not negotiated").contains(answer)) {
            note(object, "C-STORE: " + outcome.sentence());
        }
        return answer;
    }

    private DeliveryOutcome storeAsItIs(ListedObject object) throws IOException {
        var sopClass = object.sopClassUid().isEmpty() ? UID.SecondaryCaptureImageStorage : object.sopClassUid();
        var file = work.resolve("as-it-is.dcm");
        try (var in = new BufferedInputStream(Files.newInputStream(object.file()));
                var out = Files.newOutputStream(file)) {
            Part10Header.read(in); // leaves the stream at the first byte of the data set
            var instance = instance(object.file());
            out.write(new Part10Header(sopClass, instance, object.syntax().uid(), "").encode());
            in.transferTo(out);
        }
        var context = PresentationContext.of(sopClass, object.syntax().uid());
        try (var scu = StoreScu.connect(box.peer(), "XRAY1", List.of(context))) {
            return scu.store(file);
        } catch (AssociationFailedException e) {
            return e.outcome();
        }
    }

    /** As the data set says, which a sender announces; where it says nothing, some UID. */
    private static String instance(Path file) {
        try {
            return DicomReader.readHeader(file).sopInstanceUid().orElse(SOME_INSTANCE);
        } catch (DicomUnreadableException e) {
            return SOME_INSTANCE;
        }
    }

    private String upload(ListedObject object, String answer) {
        var uploaded = box.upload(object.file());
        var taken = uploaded.has("ref");
        if (answer.equals("0000H") && !uploaded.path("knownBefore").asBoolean()) {
            note(object, "stored, but not byte for byte: its upload is new to the box");
        }
        if (!taken) {
            var reason = uploaded.path("detail").asText();
            if (object.kind() != ListedObject.Kind.MALFORMED) {
                note(object, "not taken: " + reason);
            }
            return "not taken: " + reason;
        }
        var film = box.concludedFilm(uploaded.get("ref").asText());
        var end = film.path("state").asText();
        if (end.equals("refused")) {
            return refused(object, film.path("refusal").path("code").asText());
        }
        if (!end.equals("scored")
                || object.kind() != ListedObject.Kind.CHEST_FILM
                || object.refusal().isPresent()) {
            note(object, end + " " + film.path("failure").asText());
        }
        return end;
    }

    private String refused(ListedObject object, String written) {
        var code = RefusalCode.valueOf(written);
        var fits = object.refusal().map(code::equals).orElseGet(() -> switch (object.kind()) {
            case CHEST_FILM -> OF_A_CHEST_FILM.contains(code);
            case OTHER_IMAGE -> code != RefusalCode.MALFORMED;
            case NO_IMAGE -> OF_NO_IMAGE.contains(code);
            case MALFORMED -> true;
        });
        if (!fits) {
            note(object, "refused with " + code);
        }
        return "refused: " + code;
    }

    private void requireAnAnsweringBox(ListedObject object) {
        var began = System.nanoTime();
        try (var scu = StoreScu.connect(box.peer(), "XRAY1", List.of(PresentationContext.verification()))) {
            var echo = scu.echo();
            if (!echo.isDelivered()) {
                note(object, "afterwards C-ECHO: " + echo.sentence());
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (took.compareTo(LONGEST_ECHO) > 0) {
            note(object, "afterwards C-ECHO took " + took.toMillis() + " ms");
        }
    }
}
