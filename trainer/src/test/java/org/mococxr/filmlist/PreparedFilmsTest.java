package org.mococxr.filmlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.film.FilmPreparation;
import org.mococxr.film.FilmReader;

class PreparedFilmsTest {
    @TempDir
    private Path folder = Path.of("");

    private final AtomicInteger decoded = new AtomicInteger();

    private List<ListedFilm> films() {
        var list = FilmFolder.standard(folder, 6, 2).write("films.csv");
        return FilmListReader.read(List.of(list), List.of()).get(0).films();
    }

    private PreparedFilms open(List<ListedFilm> films, PreparedFilms.Depth depth, int threads) {
        FilmDecoder decoder = file -> {
            decoded.incrementAndGet();
            return FilmReader.read(file).radiograph();
        };
        return PreparedFilms.open(
                films, 32, depth, new PreparedFilms.Kitchen(decoder, folder.resolve("cache"), threads), done -> {});
    }

    @Test
    void exactFilmsAreWhatTheBoxPrepares() {
        var films = films();
        var prepared = open(films, PreparedFilms.Depth.FLOAT32, 2);

        var grey = new float[32 * 32];
        for (var i = 0; i < films.size(); i++) {
            prepared.grey(i, grey, 0);
            assertThat(grey)
                    .containsExactly(new FilmPreparation(32)
                            .prepare(FilmReader.read(films.get(i).path()).radiograph())
                            .values());
        }
    }

    @Test
    void bytesAreTheSameGreyRounded() {
        var films = films();
        var exact = new float[32 * 32];
        open(films, PreparedFilms.Depth.FLOAT32, 1).grey(3, exact, 0);
        var bytes = new byte[32 * 32];
        open(films, PreparedFilms.Depth.GREY8, 1).grey8(3, bytes);

        for (var i = 0; i < exact.length; i++) {
            assertThat((bytes[i] & 0xff) / 255f).isCloseTo(exact[i], within(0.5f / 255 + 1e-6f));
        }
    }

    @Test
    void decodesEachFilmOnceForAllRestarts() {
        var films = films();

        open(films, PreparedFilms.Depth.GREY8, 3);
        open(films, PreparedFilms.Depth.GREY8, 1);

        assertThat(decoded).hasValue(films.size());
    }

    @Test
    void preparesAnewWhenAFilmWasExchanged() throws IOException {
        var films = films();
        open(films, PreparedFilms.Depth.GREY8, 1);
        Files.copy(films.get(1).path(), films.get(0).path(), StandardCopyOption.REPLACE_EXISTING);

        var before = new byte[32 * 32];
        var after = new byte[32 * 32];
        var prepared = open(films, PreparedFilms.Depth.GREY8, 1);
        prepared.grey8(0, before);
        prepared.grey8(1, after);

        assertThat(before).containsExactly(after);
    }

    @Test
    void tellsWhichFilmsCannotBeDecodedAndWhy() throws IOException {
        var films = films();
        Files.writeString(films.get(2).path(), "no film at all");

        var first = open(films, PreparedFilms.Depth.GREY8, 2);
        var again = open(films, PreparedFilms.Depth.GREY8, 2);

        assertThat(first.unreadable()).hasSize(1);
        assertThat(first.unreadable().get(0).film()).isEqualTo(films.get(2));
        assertThat(first.unreadable().get(0).reason()).isNotBlank();
        assertThat(again.unreadable()).isEqualTo(first.unreadable());
    }

    @Test
    void someOfTheFilmsAreReadByTheirNewPositions() {
        var prepared = open(films(), PreparedFilms.Depth.GREY8, 1);
        var some = prepared.only(new int[] {5, 2});

        var expected = new byte[32 * 32];
        var actual = new byte[32 * 32];
        prepared.grey8(2, expected);
        some.grey8(1, actual);

        assertThat(actual).containsExactly(expected);
        assertThat(some.films())
                .containsExactly(prepared.films().get(5), prepared.films().get(2));
    }

    @Test
    void statisticsAreThoseOfTheGrey() {
        var prepared = open(films(), PreparedFilms.Depth.GREY8, 1);
        var film = new byte[32 * 32];
        var sum = 0.0;
        var squares = 0.0;
        for (var i = 0; i < prepared.films().size(); i++) {
            prepared.grey8(i, film);
            for (var grey : film) {
                sum += (grey & 0xff) / 255.0;
                squares += Math.pow((grey & 0xff) / 255.0, 2);
            }
        }
        var count = 32 * 32 * prepared.films().size();
        var mean = sum / count;

        var statistics = prepared.statistics();

        assertThat(statistics.mean()).isCloseTo(mean, within(1e-4));
        assertThat(statistics.std()).isCloseTo(Math.sqrt(squares / count - mean * mean), within(1e-4));
    }
}
