package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What hostile and awkward zips do: bombs, paths that lead outside, zips in zips, damage. */
final class ZippedFilmsTest {
    private static final ZippedFilms.Limits FEW = new ZippedFilms.Limits(5, 100_000, 2);

    private static List<String> read(byte[] zip, ZippedFilms.Limits limits) throws IOException {
        var read = new ArrayList<String>();
        try (var films = new ZippedFilms(new ByteArrayInputStream(zip), limits)) {
            for (var film = films.next(); film.isPresent(); film = films.next()) {
                var content = new String(film.get().content().readAllBytes(), StandardCharsets.US_ASCII);
                read.add(film.get().name() + "=" + content.substring(0, Math.min(9, content.length())));
            }
        }
        return read;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void filesComeInTheirOrderAndWhatIsNoFilmIsPassedBy() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("b/", new byte[0]);
        files.put("b/2.dcm", ascii("two"));
        files.put("__MACOSX/b/._2.dcm", ascii("x"));
        files.put("a/.DS_Store", ascii("x"));
        files.put("a/1.dcm", ascii("one"));

        assertThat(read(Zips.of(files), FEW)).containsExactly("b/2.dcm=two", "a/1.dcm=one");
    }

    /** Nothing is written where a name points, so that such a name is a name like others. */
    @Test
    void namesThatLeadOutsideAreOnlyNames() throws IOException {
        assertThat(read(Zips.of(Map.of("../../etc/cron.d/\u0007x", ascii("one"))), FEW))
                .containsExactly("../../etc/cron.d/?x=one");
    }

    @Test
    void aZipInAZipIsOpenedOnceAndNotDeeper() throws IOException {
        var inner = Zips.of(Map.of("film", ascii("one")));
        var middle = Zips.of(Map.of("inner.zip", inner));
        var files = new LinkedHashMap<String, byte[]>();
        files.put("inner.zip", inner);
        files.put("last", ascii("two"));

        assertThat(read(Zips.of(files), FEW)).containsExactly("film=one", "last=two");
        assertThatThrownBy(() -> read(Zips.of(Map.of("middle.zip", middle)), FEW))
                .isInstanceOf(ZipRefusedException.class)
                .hasMessageContaining("zips within zips");
    }

    @Test
    void aBombEndsWhereTheLimitIs() throws IOException {
        var bomb = Zips.of(Map.of("bomb", new byte[10_000_000]));

        assertThat(bomb.length).isLessThan(50_000);
        assertThatThrownBy(() -> read(bomb, FEW))
                .isInstanceOf(ZipRefusedException.class)
                .hasMessageContaining("larger than");
    }

    /** Skipping a file must not unpack it without counting. */
    @Test
    void aBombThatNobodyReadsEndsAsWell() throws IOException {
        var bomb = Zips.of(
                Map.of("DICOMDIR", new byte[10_000_000], "inner.zip", Zips.of(Map.of("b", new byte[10_000_000]))));

        assertThatThrownBy(() -> read(bomb, FEW)).isInstanceOf(ZipRefusedException.class);
    }

    @Test
    void tooManyFilesAreRefused() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i < 6; i++) {
            files.put("f" + i, ascii("x"));
        }
        var zip = Zips.of(files);

        assertThatThrownBy(() -> read(zip, FEW)).hasMessageContaining("more than 5 files");
    }

    @Test
    void damageIsSaid() throws IOException {
        var random = new byte[5000];
        new java.util.Random(1).nextBytes(random);
        var zip = Zips.of(Map.of("a", random));
        for (var i = 100; i < 140; i++) {
            zip[i] ^= 0x55;
        }
        var cut = Arrays.copyOf(Zips.of(Map.of("a", random)), 2000);

        assertThatThrownBy(() -> read(zip, FEW))
                .isInstanceOf(ZipRefusedException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> read(cut, FEW))
                .isInstanceOf(ZipRefusedException.class)
                .hasMessageContaining("damaged");
    }
}
