package org.mococxr.modelpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CardDocumentTest {
    /** Terms and remarks come from people and lists: nothing of them may become an element of the page. */
    @Test
    void noTextBecomesMarkupOfThePage() {
        var document = new CardDocument("<b>t</b>");
        document.paragraph("<img src=x onerror=alert(1)> `a<b` **c & d**");
        document.items(List.of("\"quoted\" 'single'\nnext line"));
        document.table(List.of(CardDocument.Column.text("a|b")), List.of(List.of("<script>|</script>")));

        String page = new String(document.html(), StandardCharsets.UTF_8);

        assertThat(page)
                .contains("<title>&lt;b&gt;t&lt;/b&gt;</title>")
                .contains("<p>&lt;img src=x onerror=alert(1)&gt; <code>a&lt;b</code> <strong>c &amp; d</strong></p>")
                .contains("&quot;quoted&quot; &#39;single&#39;")
                .contains("<td>&lt;script&gt;|&lt;/script&gt;</td>")
                .doesNotContain("<script", "<img");
    }

    @Test
    void markdownKeepsTablesAndListsWhole() {
        var document = new CardDocument("Card");
        document.heading("Part");
        document.items(List.of("one\ntwo", "three"));
        document.table(
                List.of(CardDocument.Column.text("name"), CardDocument.Column.number("n")),
                List.of(List.of("a|b\nc", "1")));

        assertThat(new String(document.markdown(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "# Card\n\n## Part\n\n- one two\n- three\n\n| name | n |\n| --- | ---: |\n| a\\|b c | 1 |\n");
    }
}
