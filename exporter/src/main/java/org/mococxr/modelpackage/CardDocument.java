package org.mococxr.modelpackage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A text of headings, paragraphs, lists and tables, written once and rendered twice: as Markdown, and as an HTML page that needs
 * nothing beside itself. Inside a text, {@code **} and {@code `} mark what is strong and what is code; everything else is as it is.
 */
final class CardDocument {
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}"
                    + "h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}"
                    + "table{border-collapse:collapse;width:100%;font-size:.9rem}"
                    + "th,td{border-bottom:1px solid #d0d7de;padding:.35rem .6rem;text-align:left;vertical-align:top}"
                    + ".n{text-align:right;font-variant-numeric:tabular-nums}"
                    + "code{overflow-wrap:anywhere;background:#f3f4f6;padding:0 .2em}"
                    + "@media print{body{margin:0;max-width:none}}";

    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    CardDocument(String title) {
        this.title = title;
        blocks.add(new Heading(1, title));
    }

    private sealed interface Block permits Heading, Paragraph, Items, Table {
        String markdown();

        String html();
    }

    private record Heading(int level, String text) implements Block {
        @Override
        public String markdown() {
            return "#".repeat(level) + " " + text + "\n";
        }

        @Override
        public String html() {
            return "<h" + level + ">" + inline(text) + "</h" + level + ">\n";
        }
    }

    private record Paragraph(String text) implements Block {
        @Override
        public String markdown() {
            return text + "\n";
        }

        @Override
        public String html() {
            return "<p>" + inline(text) + "</p>\n";
        }
    }

    private record Items(List<String> items) implements Block {
        @Override
        public String markdown() {
            return items.stream().map(item -> "- " + oneLine(item) + "\n").collect(Collectors.joining());
        }

        @Override
        public String html() {
            return items.stream()
                    .map(item -> "<li>" + inline(item) + "</li>\n")
                    .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
        }
    }

    /** @param number counts and figures stand to the right */
    record Column(String name, boolean number) {
        static Column text(String name) {
            return new Column(name, false);
        }

        static Column number(String name) {
            return new Column(name, true);
        }
    }

    private record Table(List<Column> columns, List<List<String>> rows) implements Block {
        @Override
        public String markdown() {
            var text = new StringBuilder(row(columns.stream().map(Column::name).toList()));
            text.append(row(columns.stream()
                    .map(column -> column.number() ? "---:" : "---")
                    .toList()));
            rows.forEach(cells -> text.append(row(cells.stream()
                    .map(cell -> oneLine(cell).replace("|", "\\|"))
                    .toList())));
            return text.toString();
        }

        private static String row(List<String> cells) {
            return "| " + String.join(" | ", cells) + " |\n";
        }

        @Override
        public String html() {
            var text = new StringBuilder("<table>\n<tr>");
            columns.forEach(column -> text.append(open("th", column))
                    .append(inline(column.name()))
                    .append("</th>"));
            text.append("</tr>\n");
            for (List<String> cells : rows) {
                text.append("<tr>");
                for (int i = 0; i < cells.size(); i++) {
                    text.append(open("td", columns.get(i)))
                            .append(inline(cells.get(i)))
                            .append("</td>");
                }
                text.append("</tr>\n");
            }
            return text.append("</table>\n").toString();
        }

        private static String open(String element, Column column) {
            return "<" + element + (column.number() ? " class=\"n\">" : ">");
        }
    }

    void heading(String text) {
        blocks.add(new Heading(2, text));
    }

    void paragraph(String text) {
        blocks.add(new Paragraph(text));
    }

    void items(List<String> items) {
        if (!items.isEmpty()) {
            blocks.add(new Items(List.copyOf(items)));
        }
    }

    void table(List<Column> columns, List<List<String>> rows) {
        blocks.add(new Table(List.copyOf(columns), List.copyOf(rows)));
    }

    /** UTF-8. */
    byte[] markdown() {
        return blocks.stream()
                .map(Block::markdown)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** UTF-8; no script, nothing fetched. */
    byte[] html() {
        String page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title)
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n"
                + blocks.stream().map(Block::html).collect(Collectors.joining())
                + "</body>\n</html>\n";
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    /** Escaped first, so that no text can become an element; then marks in pairs become elements of ours. */
    private static String inline(String text) {
        return escaped(text)
                .replaceAll("`([^`]+)`", "<code>$1</code>")
                .replaceAll("\\*\\*([^*]+)\\*\\*", "<strong>$1</strong>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
