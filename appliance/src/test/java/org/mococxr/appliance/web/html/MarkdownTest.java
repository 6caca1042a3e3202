package org.mococxr.appliance.web.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MarkdownTest {
    private static String html(String text) {
        return Markdown.of(text, 1).toString();
    }

    @Test
    void headingsParagraphsAndListsStandUnderTheHeadingOfThePage() {
        assertThat(html("# Card\n\nTwo\nlines.\n\n- one\n- two,\n  longer\n"))
                .isEqualTo("<h2>Card</h2><p>Two lines.</p><ul><li>one</li><li>two, longer</li></ul>");
    }

    @Test
    void aTableHasItsFirstLineForAHead() {
        assertThat(html("| a | b |\n| --- | ---: |\n| **all** | `x` |\n"))
                .contains("<th scope=\"col\">a</th><th scope=\"col\">b</th>")
                .contains("<td><strong>all</strong></td><td><code>x</code></td>")
                .doesNotContain("---");
    }

    @Test
    void nothingInATextBecomesMarkup() {
        assertThat(html("# <script>alert(1)</script>\n\n**<b>** `<i>` [x](javascript:alert(1))"))
                .doesNotContain("<script", "<b>", "<i>", "<a ")
                .contains("[x](javascript:alert(1))");
    }
}
