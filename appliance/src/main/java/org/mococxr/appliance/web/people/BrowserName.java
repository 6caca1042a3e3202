package org.mococxr.appliance.web.people;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a browser says it is, short enough to tell one's own sessions from a stranger's. */
final class BrowserName {
    private static final int LONGEST = 40;

    /** In this order: most browsers also claim to be those behind them. */
    private static final List<Pattern> BROWSERS =
            patterns("Edg", "OPR", "SamsungBrowser", "Firefox", "Chrome", "Safari");

    private static final List<Pattern> SYSTEMS =
            patterns("Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux");

    private BrowserName() {}

    private static List<Pattern> patterns(String... words) {
        return Stream.of(words).map(word -> Pattern.compile(word + "\\b")).toList();
    }

    static String of(String agent) {
        var known = Stream.of(first(BROWSERS, agent), first(SYSTEMS, agent))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? agent.substring(0, Math.min(agent.length(), LONGEST)) : known;
    }

    private static Optional<String> first(List<Pattern> patterns, String agent) {
        return patterns.stream()
                .map(pattern -> pattern.matcher(agent))
                .filter(found -> found.find())
                .map(found -> found.group())
                .findFirst();
    }
}
