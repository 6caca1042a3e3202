package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mococxr.dicom.DicomObject;
import org.mococxr.dicom.DicomWriter;
import org.mococxr.dicom.Tag;
import org.mococxr.dicom.VR;
import org.mococxr.phantom.PhantomKind;
import org.mococxr.phantom.PhantomStudy;
import org.mococxr.phantom.PhantomStudyOptions;

final class PatientNamesTest {
    private static final String DIGEST = "0123456789abcdef";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sharma^Anita|Anita Sharma",
                "Sharma^Anita^K^Dr|Anita Sharma",
                "Yamada^Tarou=山田^太郎=やまだ^たろう|Tarou Yamada",
                "SHARMA|SHARMA",
                "^Anita|Anita",
                " Sharma ^ Anita |Anita Sharma"
            })
    void aNameIsWrittenAsPeopleSayIt(String stored, String said) {
        assertThat(PatientNames.asSaid(stored)).isEqualTo(said);
    }

    @Test
    void theNameOfAFilmThatIsErasedIsNotHeldAnyMore() throws Exception {
        var file = film();
        var stored = new AtomicBoolean(true);
        var names = new PatientNames(new StoredFilms(digest -> Optional.of(file).filter(found -> stored.get())));
        assertThat(names.of(DIGEST)).contains("Anita Sharma");

        stored.set(false);
        names.forget(DIGEST);

        assertThat(names.of(DIGEST)).isEmpty();
    }

    /** A page may be reading the name at the very moment; and the same film may come again. */
    @Test
    void theNameOfAFilmThatIsErasedWhileItIsReadIsNotHeldEither() throws Exception {
        var file = film();
        var looks = new AtomicInteger();
        var stored = new AtomicBoolean(true);
        var names = new PatientNames(new StoredFilms(digest -> {
            var found = Optional.of(file).filter(it -> stored.get());
            if (looks.getAndIncrement() == 0) {
                stored.set(false);
            }
            return found;
        }));

        assertThat(names.of(DIGEST)).isEmpty();
        assertThat(names.of(DIGEST)).as("nothing is held").isEmpty();
        stored.set(true);
        assertThat(names.of(DIGEST)).contains("Anita Sharma");
    }

    private Path film() throws IOException {
        var usual = PhantomStudyOptions.usual();
        var dataset = PhantomStudy.dataset(PhantomKind.NORMAL, 1, usual);
        dataset.setString(Tag.PatientName, VR.PN, "Sharma^Anita");
        return Files.write(
                folder.resolve("film.dcm"), DicomWriter.toBytes(DicomObject.of(dataset, usual.transferSyntax())));
    }
}
