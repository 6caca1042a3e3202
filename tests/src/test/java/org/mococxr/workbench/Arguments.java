package org.mococxr.workbench;

import java.util.ArrayList;
import java.util.List;

/** A command line from words that hold no blank and whole arguments that may, such as paths. */
public final class Arguments {
    private Arguments() {}

    public static List<String> of(String words, String... more) {
        var arguments = new ArrayList<>(List.of(words.split(" ")));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
