package org.mococxr.appliance.web.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The Markdown of model cards as HTML: headings, paragraphs, lists, tables, bold, code. Whatever else is in a text is shown as
 * it stands; nothing of it becomes markup.
 */
public final class Markdown {
    private static final Pattern INLINE = Pattern.compile("\\*\\*(.+?)\\*\\*|`([^`]+)`");
    private static final Pattern RULE = Pattern.compile("\\|[ :|-]+\\|");
    private static final int DEEPEST_HEADING = 6;

    private final List<Html> done = new ArrayList<>();
    private final List<String> block = new ArrayList<>();
    private final int headingsBelow;

    private Markdown(int headingsBelow) {
        this.headingsBelow = headingsBelow;
    }

    /** @param headingsBelow level of the heading that the text stands under; its own begin one level deeper */
    public static Html of(String text, int headingsBelow) {
        var markdown = new Markdown(headingsBelow);
        text.lines().forEach(markdown::line);
        markdown.endBlock();
        return Html.join(markdown.done);
    }

    private void line(String line) {
        if (line.isBlank()) {
            endBlock();
        } else if (line.startsWith("#")) {
            endBlock();
            done.add(heading(line));
        } else {
            if (!block.isEmpty() && kind(line) != kind(block.get(0)) && !line.startsWith(" ")) {
                endBlock();
            }
            block.add(line);
        }
    }

    private Html heading(String line) {
        var signs = line.length() - line.replaceFirst("^#+", "").length();
        var level = Math.min(headingsBelow + signs, DEEPEST_HEADING);
        return Html.of("<h{}>{}</h{}>", level, inline(line.substring(signs).strip()), level);
    }

    private static char kind(String line) {
        return line.startsWith("|") ? '|' : line.startsWith("- ") ? '-' : 'p';
    }

    private void endBlock() {
        if (!block.isEmpty()) {
            done.add(
                    switch (kind(block.get(0))) {
                        case '|' -> table();
                        case '-' -> list();
                        default -> Html.of("<p>{}</p>", inline(String.join(" ", block)));
                    });
            block.clear();
        }
    }

    private Html list() {
        var items = new ArrayList<String>();
        for (var line : block) {
            if (line.startsWith("- ")) {
                items.add(line.substring(2));
            } else {
                items.set(items.size() - 1, items.get(items.size() - 1) + " " + line.strip());
            }
        }
        return Html.of(
                "<ul>{}</ul>",
                items.stream().map(item -> Html.of("<li>{}</li>", inline(item))).toList());
    }

    private Html table() {
        var rows = block.stream()
                .filter(line -> !RULE.matcher(line.strip()).matches())
                .map(Markdown::cells)
                .toList();
        return Html.of(
                "<div class=\"wide\" tabindex=\"0\"><table class=\"list\"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
                rows.get(0).stream()
                        .map(cell -> Html.of("<th scope=\"col\">{}</th>", inline(cell)))
                        .toList(),
                rows.stream()
                        .skip(1)
                        .map(row -> Html.of(
                                "<tr>{}</tr>",
                                row.stream()
                                        .map(cell -> Html.of("<td>{}</td>", inline(cell)))
                                        .toList()))
                        .toList());
    }

    private static List<String> cells(String line) {
        var inside = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
        return Arrays.stream(inside.split("\\|", -1)).map(String::strip).toList();
    }

    private static Html inline(String text) {
        var parts = new ArrayList<Html>();
        var from = 0;
        var marks = INLINE.matcher(text);
        while (marks.find()) {
            parts.add(Html.of("{}", text.substring(from, marks.start())));
            parts.add(
                    marks.group(1) == null
                            ? Html.of("<code>{}</code>", marks.group(2))
                            : Html.of("<strong>{}</strong>", inline(marks.group(1))));
            from = marks.end();
        }
        parts.add(Html.of("{}", text.substring(from)));
        return Html.join(parts);
    }
}
