package org.mococxr.appliance.web.frame;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.stream.Stream;
import org.mococxr.appliance.language.Language;
import org.mococxr.appliance.language.Sentence;
import org.mococxr.appliance.people.Right;
import org.mococxr.appliance.people.Visitor;
import org.mococxr.appliance.screening.Assessment;
import org.mococxr.appliance.screening.FindingRule;
import org.mococxr.appliance.web.door.Doorkeeper;
import org.mococxr.appliance.web.html.Html;
import org.mococxr.appliance.web.language.ChosenLanguage;
import org.mococxr.appliance.web.language.Words;
import org.mococxr.gate.RefusalCode;

/** Who looks at a page, in which language. */
public record View(Visitor visitor, Language language, String path) {
    public static View of(Context context) {
        return new View(Doorkeeper.visitor(context), ChosenLanguage.of(context), context.path());
    }

    public String say(String key, Object... values) {
        return language.say(key, values);
    }

    /** Such as the heads of a table. */
    public List<String> sayAll(String... keys) {
        return Stream.of(keys).map(this::say).toList();
    }

    public boolean may(Right right) {
        return visitor.may(right);
    }

    /** Goes into every form: tells the box that the form is one of its own. */
    public Html csrf() {
        return visitor.signedIn()
                .map(person -> Html.of(
                        "<input type=\"hidden\" name=\"{}\" value=\"{}\">", Doorkeeper.FORM_FIELD, person.csrfToken()))
                .orElse(Html.EMPTY);
    }

    /** A form that is nothing but a button. */
    public Html button(String action, String labelKey, String kind) {
        return Html.of(
                "<form method=\"post\" action=\"{}\">{}<button class=\"{}\">{}</button></form>",
                action,
                csrf(),
                kind,
                say(labelKey));
    }

    public String time(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(language.locale())
                .withZone(ZoneId.systemDefault())
                .format(instant);
    }

    /** 0 to 100 with one decimal, as people read it. */
    public String score(double probability) {
        return language.number(100 * probability, 1);
    }

    /** A moment for machines and people; scripts turn it into how long ago that was where {@code relative} is asked for. */
    public Html moment(Instant instant, boolean relative) {
        return Html.of(
                "<time datetime=\"{}\" title=\"{}\"{}>{}</time>",
                instant,
                time(instant),
                Html.when(relative, () -> Html.of(" data-ago")),
                time(instant));
    }

    /** A finding by its code, in the reader's language where there is a word for it. */
    public String finding(String code) {
        return language.has("finding." + code) ? say("finding." + code) : Words.finding(code);
    }

    /** The finding as the model's package calls it, unless the reader's language has its own word. */
    public String finding(FindingRule rule) {
        return language.has("finding." + rule.finding()) ? say("finding." + rule.finding()) : rule.words();
    }

    /** The site's word for an operating point; packages may bring points that this box has none for. */
    public String point(String name) {
        var key = "point." + name;
        return language.has(key) ? say(key) : name;
    }

    public String decision(Assessment assessment) {
        var words = say("decision." + assessment.decision().code());
        return assessment.nearCutOff()
                ? say(assessment.suggestive() ? "decision.just_above" : "decision.just_below", words)
                : words;
    }

    public String say(Sentence sentence) {
        return sentence.in(language);
    }

    /** For a reader of another language, words that are passed on in English are marked as such. */
    public Html marked(Sentence sentence) {
        return sentence.isQuoted()
                ? Html.of("<span lang=\"en\">{}</span>", say(sentence))
                : Html.of("{}", say(sentence));
    }

    public String sentence(RefusalCode code) {
        return say("refusal." + code);
    }

    public String nextStep(RefusalCode code) {
        return say("refusal." + code + ".next");
    }

    /** As the clock on the wall has it. */
    public static Instant startOfToday(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneId.systemDefault())
                .atStartOfDay(ZoneId.systemDefault())
                .toInstant();
    }
}
