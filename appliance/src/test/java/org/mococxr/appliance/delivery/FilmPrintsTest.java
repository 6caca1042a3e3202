package org.mococxr.appliance.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mococxr.film.Radiograph;
import org.mococxr.film.Rendering;
import org.mococxr.report.FilmPrint;

class FilmPrintsTest {
    @Test
    void forgetsTheOldestFirstSoThatALongQueueDoesNotFillTheMemory() {
        var prints = new FilmPrints();
        var print = FilmPrint.of(Radiograph.of(2, 2, new short[4], new float[] {0.5f}, Rendering.of("test/1")));

        for (var film = 0; film < 1000; film++) {
            prints.keep("digest" + film, print);
        }

        assertThat(prints.find("digest0")).isEmpty();
        assertThat(prints.find("digest900")).isEmpty();
        assertThat(prints.find("digest999")).contains(print);
    }
}
