package org.mococxr.appliance.web.html;

import java.util.List;

/** A table with a caption, a head for each column and one for each row. */
public final class Table {
    private Table() {}

    /** @param rows of {@link #row} */
    public static Html of(String caption, List<String> heads, List<Html> rows) {
        return Html.of(
                "<table class=\"list\"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
                caption,
                heads.stream()
                        .map(head -> Html.of("<th scope=\"col\">{}</th>", head))
                        .toList(),
                rows);
    }

    /** @param head names the row; HTML or text, as the cells are */
    public static Html row(Object head, Object... cells) {
        return Html.of(
                "<tr><th scope=\"row\">{}</th>{}</tr>",
                head,
                List.of(cells).stream()
                        .map(cell -> Html.of("<td>{}</td>", cell))
                        .toList());
    }

    /** In whole percent, in one piece; a dash where there is nothing to share. */
    public static String share(long part, long whole) {
        return whole == 0 ? "–" : Math.round(100.0 * part / whole) + "\u00a0%";
    }
}
