package org.mococxr.appliance.web.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HtmlTest {
    @Test
    void valuesAreEscapedInTextAndAttributes() {
        var html = Html.of("<p title=\"{}\">{}</p>", "\"><script>", "a < b & c's");

        assertThat(html).hasToString("<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp; c&#39;s</p>");
    }

    @Test
    void piecesOfHtmlAndListsOfThemStayHtml() {
        var html = Html.of("<ul>{}</ul>", List.of(Html.of("<li>{}</li>", 1), Html.of("<li>{}</li>", "<2>")));

        assertThat(html).hasToString("<ul><li>1</li><li>&lt;2&gt;</li></ul>");
    }

    @Test
    void aValueThatLooksLikeAPlaceIsNoPlace() {
        assertThat(Html.of("{} {}", "{}", "x")).hasToString("{} x");
    }

    @Test
    void textThatTurnsTheReadingDirectionCannotDisguiseAnId() {
        assertThat(Html.of("{}", "ID\u202e123\u0007")).hasToString("ID\ufffd123\ufffd");
    }

    @Test
    void placesAndValuesMustAgree() {
        assertThatThrownBy(() -> Html.of("{}")).hasMessageContaining("more places");
        assertThatThrownBy(() -> Html.of("", 1)).hasMessageContaining("more values");
    }
}
