package org.mococxr.filmcheck;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds films that are the same film: thumbnails that correlate by 0.97 or more, as they are or mirrored. Different chests seldom
 * correlate by more than 0.95.
 */
final class NearDuplicates {
    static final double SAME = 0.97;

    /** Of 64 cells; a pair that correlates by 0.97 differs in about four. */
    private static final int MOST_CELLS_APART = 20;

    private NearDuplicates() {}

    /** Two films by position, the first before the second. */
    record Pair(int first, int second, double correlation, boolean mirrored) {}

    static List<Pair> among(List<Thumbnail> films) {
        var mirrored = films.stream().map(Thumbnail::mirrored).toList();
        return IntStream.range(0, films.size())
                .parallel()
                .boxed()
                .flatMap(i -> IntStream.range(i + 1, films.size())
                        .filter(j -> near(films.get(i), films.get(j)) || near(mirrored.get(i), films.get(j)))
                        .mapToObj(j -> pair(films, mirrored, i, j))
                        .filter(pair -> pair.correlation() >= SAME))
                .toList();
    }

    private static boolean near(Thumbnail one, Thumbnail other) {
        return one.cellsApart(other) <= MOST_CELLS_APART;
    }

    private static Pair pair(List<Thumbnail> films, List<Thumbnail> mirrored, int i, int j) {
        var straight = films.get(i).correlation(films.get(j));
        var turned = mirrored.get(i).correlation(films.get(j));
        return new Pair(i, j, Math.max(straight, turned), turned > straight);
    }
}
