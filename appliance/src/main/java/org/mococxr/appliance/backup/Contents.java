package org.mococxr.appliance.backup;

import java.util.List;

/**
 * {@code contents.json}: what a backup holds. It is written last, so a folder without it is no backup.
 *
 * @param format {@link #FORMAT}
 * @param madeAt ISO 8601
 * @param files every file but this one, by path
 */
record Contents(String format, String madeAt, List<Item> files) {
    static final String FORMAT = "cxr-backup/1";
    static final String FILE = "contents.json";

    /** @param path relative to the data folder of a box, with slashes */
    record Item(String path, long sizeBytes, String sha256) {}

    Contents {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException(
                    "the format is \"" + format + "\", this program reads \"" + FORMAT + "\"");
        }
        files = List.copyOf(files);
    }
}
