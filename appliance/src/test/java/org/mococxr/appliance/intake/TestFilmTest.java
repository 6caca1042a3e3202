package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.ManualClock;
import org.mococxr.dicom.Attributes;
import org.mococxr.dicom.DicomReader;
import org.mococxr.dicom.Tag;

/** Covers: a test film says of itself, wherever it arrives, that it is nobody's. */
final class TestFilmTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();

    private Attributes drawn() throws IOException {
        var file = Files.write(folder.resolve("film.dcm"), TestFilm.draw(clock));
        return DicomReader.readHeader(file).dataset();
    }

    @Test
    void nameIdAndDescriptionSayThatItIsATest() throws IOException {
        var film = drawn();

        assertThat(film.getString(Tag.PatientName))
                .hasValueSatisfying(name -> assertThat(name).startsWith("TEST"));
        assertThat(film.getString(Tag.PatientID))
                .hasValueSatisfying(id -> assertThat(id).startsWith("TEST-"));
        assertThat(film.getString(Tag.StudyDescription)).contains("TEST FILM, NO PATIENT");
    }

    @Test
    void eachIsAnotherObjectSoThatItIsAssessedAnew() throws IOException {
        var first = drawn().getString(Tag.SOPInstanceUID);
        clock.pass(Duration.ofMillis(1));

        assertThat(drawn().getString(Tag.SOPInstanceUID)).isNotEqualTo(first);
    }
}
