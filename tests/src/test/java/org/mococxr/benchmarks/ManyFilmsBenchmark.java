package org.mococxr.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mococxr.appliance.journal.Journal;
import org.mococxr.dicom.net.FolderScp;
import org.mococxr.workbench.BoxUnderTest;

/** Pages of a box whose journal has 100,000 films, two to a study. */
@Tag("benchmark")
class ManyFilmsBenchmark {
    private static final int FILMS = 100_000;
    private static final int TIMES = 30;
    private static final int WARM_UP = 40;

    @TempDir
    private Path folder;

    @Test
    void pagesWithAHundredThousandFilms() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        Journal.open(data.resolve("journal.db"), Clock.systemUTC()).close();
        fill(data.resolve("journal.db"));
        try (var pacs = FolderScp.start("PACS", 0, folder.resolve("pacs"));
                var box = BoxUnderTest.start(
                        ShippedModel.PACKAGE,
                        ShippedModel.KEYS,
                        data,
                        pacs.peer().toString())) {
            for (var path : List.of(
                    "/",
                    "/?show=suggestive",
                    "/?show=refused",
                    "/?show=attention",
                    "/?by=study",
                    "/?by=study&show=refused",
                    "/?by=study&sort=pleural_effusion",
                    "/?by=study&before=ref50000",
                    "/films/ref5000?by=study",
                    "/films/ref5000",
                    "/api/v1/films",
                    "/api/v1/films/ref5000/earlier",
                    "/api/v1/studies",
                    "/api/v1/health",
                    "/metrics")) {
                measure(box, path);
            }
        }
    }

    private static void measure(BoxUnderTest box, String path) {
        var times = new ArrayList<Double>();
        for (var i = 0; i < WARM_UP + TIMES; i++) {
            var began = System.nanoTime();
            box.get(path);
            if (i >= WARM_UP) {
                times.add((System.nanoTime() - began) / 1e6);
            }
        }
        Figures.say(
                "%-36s with %d films: p50 %.0f ms, p95 %.0f ms",
                path, FILMS, Figures.quantile(times, 0.5), Figures.quantile(times, 0.95));
    }

    /** As the box would have written them, in one transaction. */
    private static void fill(Path journal) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            var count = "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + FILMS + ") ";
            for (var insert : List.of(
                    "insert into film (id, ref, object_digest, size_bytes, received_at, source, sender) "
                            + count
                            + "select i, 'ref' || i, 'digest' || i, 1000, 1764000000000 + 1000 * i, 'dicom', 'XRAY1' from n",
                    "insert into work (film_id, stage, attempts, not_before) select id, 'done', 1, 0 from film",
                    "insert into identity (film_id, patient_id, initials, sex, age_years, view, device, study_date)"
                            + " select id, 'P' || (id % 20000), 'A.B.', 'F', 40, 'PA', 'XRAY', '20261125' from film",
                    "insert into outcome (film_id, at, kind, code, words, millis) select id, received_at, 'refused',"
                            + " 'LATERAL_VIEW', 'a side view', 20 from film where id % 10 = 0",
                    "insert into outcome (film_id, at, kind, model_name, model_digest, model_release, provider, millis,"
                            + " film_rows, film_columns, prepared_size) select id, received_at, 'scored', 'm', "
                            + "'" + "a".repeat(64) + "', '1', 'CPU', 200, 3000, 3000, 160 from film where id % 10 <> 0",
                    "insert into assessment select film_id, 0, 'pleural_effusion', (film_id % 100) / 100.0,"
                            + " film_id % 100 >= 90, 0, 'balanced', 0.9, 1, 1, x'00000000' from outcome where kind = 'scored'",
                    "insert into event (at, film_id, kind, words) select received_at, id, 'received', 'Received.' from film",
                    "insert into delivery (film_id, peer, kind, sop_instance_uid, state, attempts, not_before, changed_at)"
                            + " select film_id, 'PACS@127.0.0.1:104', 'sr', 'u' || film_id, 'delivered', 1, 0, at from outcome"
                            + " where kind = 'scored'",
                    "insert into study (id, ref, study_instance_uid, opened_at, changed_at, open)"
                            + " select id, 's' || id, '1.2.' || id, received_at, received_at, 0 from film where id % 2 = 1",
                    "insert into study_film select id, id - 1 + id % 2 from film")) {
                statement.executeUpdate(insert);
            }
            connection.commit();
        }
    }
}
