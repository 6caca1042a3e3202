package org.mococxr.appliance.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private long waiting;
    private int counts;

    private final Backlog backlog = new Backlog(
            () -> {
                counts++;
                return waiting;
            },
            100);

    @Test
    void countsOnlyWhenItCouldBeFull() {
        letIn(100);

        assertThat(counts).isEqualTo(1);
        assertThat(backlog.isFull()).isTrue();
        assertThat(counts).isEqualTo(2);
    }

    @Test
    void whatWasWorkedOffMeanwhileMakesRoom() {
        letIn(100);
        waiting = 97;

        letIn(3);

        assertThat(backlog.isFull()).isTrue();
    }

    @Test
    void neverLetsInMoreThanMayWaitHoweverFewWereCountedLast() {
        letIn(60);
        waiting = 40; // 20 of them are done
        letIn(60);

        assertThat(waiting).isEqualTo(100);
        assertThat(backlog.isFull()).isTrue();
    }

    private void letIn(int films) {
        for (var film = 0; film < films; film++) {
            assertThat(backlog.isFull()).as("film %d", film).isFalse();
            waiting++;
        }
    }
}
