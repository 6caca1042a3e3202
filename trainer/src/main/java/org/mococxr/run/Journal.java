package org.mococxr.run;

import java.time.Duration;

/** What a run tells people while it goes on. */
public interface Journal {
    /** A line that stays. */
    void say(String line);

    /** Something a person should look at. */
    void warn(String line);

    /**
     * How far a stretch of work has come; called often, shown as often as is useful.
     *
     * @param what such as {@code epoch 3/40}
     * @param detail such as {@code loss 3.21, 35 films/s}
     */
    void progress(String what, long done, long total, String detail);

    /** The stretch of work has ended. */
    void progressEnds();

    /** Says nothing. */
    Journal SILENT = new Journal() {
        @Override
        public void say(String line) {}

        @Override
        public void warn(String line) {}

        @Override
        public void progress(String what, long done, long total, String detail) {}

        @Override
        public void progressEnds() {}
    };

    /** {@code 2 h 5 min}, {@code 3 min 20 s}, {@code 12 s}. */
    static String inWords(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds >= 3600) {
            return "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
        }
        return seconds >= 60 ? "%d min %d s".formatted(seconds / 60, seconds % 60) : seconds + " s";
    }
}
