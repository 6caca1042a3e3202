package org.mococxr.appliance.web.films;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mococxr.appliance.language.Language;

final class ReadingFormTest {
    @Test
    void everyReasonToDisagreeHasWords() {
        assertThat(ReadingForm.REASONS)
                .allSatisfy(reason -> assertThat(Language.english().say("reading.reason." + reason))
                        .isNotBlank());
    }
}
