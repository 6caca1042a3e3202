package org.mococxr.appliance.web.uploads;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.mococxr.appliance.dicomweb.BadMultipartException;
import org.mococxr.appliance.dicomweb.MediaType;
import org.mococxr.appliance.dicomweb.RelatedParts;
import org.mococxr.appliance.dicomweb.StoreAnswer;
import org.mococxr.appliance.intake.Intake;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Act;
import org.mococxr.appliance.people.Audit;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.web.door.BodyLimit;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.door.Needs;
import org.mococxr.appliance.web.door.Requests;
import org.mococxr.appliance.web.door.Routes;
import org.mococxr.appliance.web.ports.WebSettings;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.DicomUnreadableException;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.net.StoreStatus;
import org.mococxr.inbox.Source;

/** DICOMweb's Store transaction (STOW-RS, PS3.18 section 10.5): DICOM objects in, as they would come by C-STORE. */
public final class StowRoute {
    private static final String DICOM = "application/dicom";
    private static final String RETRY_SECONDS = "30";
    private static final Set<String> ANSWER_TYPES =
            Set.of(StoreAnswer.MEDIA_TYPE, "application/json", "*/*", "application/*");

    private final Intake intake;
    private final Audit audit;
    private final Path spoolFolder;
    private final Semaphore atATime;
    private final BodyLimit limit;

    public StowRoute(Intake intake, Audit audit, WebSettings settings, Path spoolFolder) {
        this.intake = intake;
        this.audit = audit;
        this.spoolFolder = spoolFolder;
        this.atATime = new Semaphore(settings.uploadsAtATime());
        this.limit = new BodyLimit(settings.mostUploadBytes());
    }

    public void addTo(Routes routes) {
        routes.post(
                "/dicom-web/studies",
                Needs.right(Right.SEND_FILMS),
                limit,
                context -> store(context, Optional.empty()));
        routes.post(
                "/dicom-web/studies/{study}",
                Needs.right(Right.SEND_FILMS),
                limit,
                context -> store(context, Optional.of(context.pathParam("study"))));
    }

    private void store(Context context, Optional<String> study) throws IOException {
        requireAnswerType(context);
        var boundary = boundary(context);
        if (!atATime.tryAcquire()) {
            context.header("Retry-After", RETRY_SECONDS);
            throw new HttpResponseException(503, "Several uploads are under way. Send it again in a moment.", Map.of());
        }
        try {
            answer(context, store(new RelatedParts(Requests.body(context), boundary), study, context.ip()));
        } catch (BadMultipartException e) {
            throw new HttpResponseException(
                    400,
                    "No multipart/related body: %s. What came before was stored.".formatted(e.getMessage()),
                    Map.of());
        } finally {
            atATime.release();
        }
    }

    private static void requireAnswerType(Context context) {
        var accept = context.header("Accept");
        if (accept != null
                && !accept.isBlank()
                && Arrays.stream(accept.split(",", -1))
                        .noneMatch(
                                type -> ANSWER_TYPES.contains(MediaType.of(type).name()))) {
            throw new HttpResponseException(
                    406, "The answer is %s; nothing else can be had.".formatted(StoreAnswer.MEDIA_TYPE), Map.of());
        }
    }

    private static String boundary(Context context) {
        var header = context.header("Content-Type");
        var type = MediaType.of(header == null ? "" : header);
        if (!type.name().equals("multipart/related")
                || !type.parameter("type").map(DICOM::equalsIgnoreCase).orElse(true)) {
            throw new HttpResponseException(
                    415, "Needed is multipart/related; type=\"application/dicom\". Nothing was stored.", Map.of());
        }
        return type.parameter("boundary")
                .orElseThrow(() -> new HttpResponseException(400, "The Content-Type states no boundary.", Map.of()));
    }

    private StoreAnswer store(RelatedParts parts, Optional<String> study, String address) throws IOException {
        var answer = new StoreAnswer();
        var source = new Source(Source.Way.DICOM_WEB, "STOW-RS@" + address);
        for (var part = parts.next(); part.isPresent(); part = parts.next()) {
            var type = MediaType.of(part.get().contentType()).name();
            if (!type.isEmpty() && !type.equals(DICOM)) {
                answer.addUnnamed(StoreStatus.cannotUnderstand("a part is no application/dicom"));
                continue;
            }
            var spooled = Files.createTempFile(spoolFolder, "stow", ".dcm");
            try {
                spool(part.get().content(), spooled);
                store(spooled, study, source, answer);
            } finally {
                Files.delete(spooled);
            }
        }
        return answer;
    }

    private static void spool(InputStream content, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            content.transferTo(out);
        }
    }

    private void store(Path file, Optional<String> study, Source source, StoreAnswer answer) {
        final DicomObject header;
        try {
            header = DicomReader.readHeader(file);
        } catch (DicomUnreadableException e) {
            answer.addUnnamed(StoreStatus.cannotUnderstand("not readable as DICOM"));
            return;
        }
        var stated = header.dataset().getString(Tag.StudyInstanceUID);
        var status = study.isEmpty() || study.equals(stated)
                ? intake.store(file, source)
                : StoreStatus.datasetDoesNotMatch("the object belongs to another study");
        if (header.sopClassUid().isPresent() && header.sopInstanceUid().isPresent()) {
            answer.add(header.sopClassUid().get(), header.sopInstanceUid().get(), status);
        } else {
            answer.addUnnamed(status);
        }
    }

    private void answer(Context context, StoreAnswer answer) {
        if (answer.storedCount() > 0) {
            audit.record(
                    Doorkeeper.visitor(context).name(),
                    Act.FILM_SENT,
                    "",
                    Sentence.of("audit.by_stow", answer.storedCount()));
        }
        if (answer.httpStatus() == 503) {
            context.header("Retry-After", RETRY_SECONDS);
        }
        context.status(answer.httpStatus()).contentType(StoreAnswer.MEDIA_TYPE).result(answer.json());
    }
}
