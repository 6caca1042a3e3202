package org.mococxr.modelpackage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of our programs, {@code 1.2.3}; they are released together. */
public record ProgramVersion(int major, int minor, int patch) implements Comparable<ProgramVersion> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");
    private static final Comparator<ProgramVersion> ORDER = Comparator.comparingInt(ProgramVersion::major)
            .thenComparingInt(ProgramVersion::minor)
            .thenComparingInt(ProgramVersion::patch);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ProgramVersion of(String text) {
        Matcher numbers = FORM.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("a version is three numbers like 1.2.3, was \"" + text + "\"");
        }
        return new ProgramVersion(
                Integer.parseInt(numbers.group(1)),
                Integer.parseInt(numbers.group(2)),
                Integer.parseInt(numbers.group(3)));
    }

    /** Of a build, which may carry a name behind a dash: {@code 1.2.3-SNAPSHOT} has what 1.2.3 will have. */
    public static ProgramVersion ofBuild(String text) {
        int dash = text.indexOf('-');
        return of(dash < 0 ? text : text.substring(0, dash));
    }

    @Override
    public int compareTo(ProgramVersion other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
