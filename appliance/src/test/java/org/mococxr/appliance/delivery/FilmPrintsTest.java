package org.mococxr.appliance.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mococxr.film.Radiograph;
import org.mococxr.film.Rendering;
import org.mococxr.report.FilmPrint;

class FilmPrintsTest {
    private final FilmPrint print =
            FilmPrint.of(Radiograph.of(2, 2, new short[4], new float[] {0.5f}, Rendering.of("test/1")));

    @Test
    void forgetsTheOldestFirstSoThatALongQueueDoesNotFillTheMemory() {
        var prints = new FilmPrints(1);

        for (var film = 0; film < 1000; film++) {
            prints.keep("digest" + film, print);
        }

        assertThat(prints.take("digest0")).isEmpty();
        assertThat(prints.take("digest900")).isEmpty();
        assertThat(prints.take("digest999")).contains(print);
    }

    @Test
    void letsAPrintGoOnceEachRecipientHasHadIt() {
        var prints = new FilmPrints(2);
        prints.keep("digest", print);

        var taken = List.of(prints.take("digest"), prints.take("digest"), prints.take("digest"));

        assertThat(taken).containsExactly(Optional.of(print), Optional.of(print), Optional.empty());
    }

    @Test
    void areNotWantedWhereNobodyGetsReports() {
        assertThat(new FilmPrints(0).areWanted()).isFalse();
        assertThat(new FilmPrints(1).areWanted()).isTrue();
    }
}
